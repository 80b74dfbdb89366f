#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/secret.hpp"
#include "lib/base/time.hpp"
#include "lib/sign_in_state/sign_in_state.hpp"

namespace locker::auth {

/// What a token endpoint gave.
struct Token {
  Secret access;
  Secret refresh;                                  ///< empty: none was given
  std::optional<Instant> expires;                  ///< of the access token; absent: not said
  std::optional<std::vector<std::string>> scopes;  ///< granted; absent: not said
};

/// True if it cannot be refreshed and ends within a fortnight, or has ended.
[[nodiscard]] inline bool ends_soon(const Token& token, Instant now) {
  return token.refresh.empty() && token.expires && *token.expires - now < std::chrono::days(14);
}

/// The developer app through which one signs in.
struct Client {
  std::string id;
  Secret secret;  ///< empty: a public client
};

/// How a token came here; it decides who may end it.
enum class Origin {
  service,   ///< by a sign-in of ours
  pasted,    ///< made by the person
  borrowed,  ///< another program's, which goes on using it
};

/// All that is secret of an account, and whose it is.
struct Credentials {
  Client client;
  Token token;
  Origin origin = Origin::service;
  std::string user_id;  ///< of whom the token is, once the service said so; empty: not known yet
  /// Scopes that our sign-in asked for; absent: it was not ours, or an older one that did not keep them.
  std::optional<std::vector<std::string>> asked{};
  /// The service takes the refresh token no more; asking again would not change that.
  std::optional<EndedSignIn> ended;
};

}  // namespace locker::auth
