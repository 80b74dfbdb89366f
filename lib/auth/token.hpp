#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/secret.hpp"
#include "lib/base/time.hpp"
#include "lib/sign_in_state/sign_in_state.hpp"

namespace locker::auth {

/// A token response (RFC 6749 section 5.1).
struct Token {
  Secret access;
  Secret refresh;                                  ///< empty: none
  std::optional<Instant> expires;                  ///< of the access token; absent: unknown
  std::optional<std::vector<std::string>> scopes;  ///< granted; absent: unknown
};

/// True if the token cannot be refreshed and expires within a fortnight, or has expired.
[[nodiscard]] inline bool ends_soon(const Token& token, Instant now) {
  return token.refresh.empty() && token.expires && *token.expires - now < std::chrono::days(14);
}

/// The developer app (OAuth client) used for the sign-in.
struct Client {
  std::string id;
  Secret secret;  ///< empty: a public client
};

/// How a token was obtained, which decides who may revoke it.
enum class Origin {
  service,   ///< by a sign-in with `locker`
  pasted,    ///< created by the user
  borrowed,  ///< belongs to another program, which still uses it
};

/// The secrets of an account, and whose they are.
struct Credentials {
  Client client;
  Token token;
  Origin origin = Origin::service;
  std::string user_id;  ///< owner of the token, as reported by the service; empty: unknown yet
  /// Scopes requested at sign-in; absent: no sign-in with `locker`, or by a version that did not store them.
  std::optional<std::vector<std::string>> asked{};
  /// Set if the service permanently refuses the refresh token.
  std::optional<EndedSignIn> ended;
};

}  // namespace locker::auth
