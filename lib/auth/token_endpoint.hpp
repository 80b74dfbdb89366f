#pragma once

#include <stop_token>
#include <string>

#include "lib/auth/token.hpp"
#include "lib/http/transport.hpp"

namespace locker::auth {

/// The addresses at which a service gives out tokens and takes them back.
struct Endpoints {
  std::string token_url, revoke_url;
  std::string wrong_client_hint{};  ///< what to do when the service does not know the app
};

/// Speaks to a service's token endpoint (RFC 6749 sections 4.1.3 and 6, RFC 7009). A public client
/// names itself in the body; a confidential one signs with Basic authorization, chosen by whether a
/// secret is there. Requests are never repeated: what they spend is good once.
///
/// Throws Error{sign_in} with the service's own words where it refuses, Error{network} where it
/// could not answer; neither holds any part of a secret.
class TokenEndpoint {
 public:
  TokenEndpoint(http::Transport& transport, Endpoints endpoints);

  [[nodiscard]] Token exchange(const Client& client, const Secret& code, const std::string& redirect_uri,
                               const Secret& verifier, Instant now, const std::stop_token& stop);
  /// Spends `token.refresh`. What the answer leaves out (scopes, a new refresh token) stays.
  [[nodiscard]] Token refresh(const Client& client, const Token& token, Instant now,
                              const std::stop_token& stop);
  void revoke(const Client& client, const Secret& token, const std::stop_token& stop);

 private:
  http::Response post(const std::string& url, const Client& client, http::Headers fields,
                      const std::stop_token& stop);

  http::Transport& transport_;
  Endpoints endpoints_;
};

/// The body of a token answer (RFC 6749 section 5.1), also as pasted by a person. Throws
/// Error{malformed} without quoting it.
[[nodiscard]] Token parse_token_answer(const std::string& body, Instant now);

}  // namespace locker::auth
