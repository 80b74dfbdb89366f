#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>

#include "lib/auth/token.hpp"
#include "lib/base/error.hpp"
#include "lib/http/transport.hpp"

namespace locker::auth {

/// The endpoints that issue and revoke tokens; empty: none.
struct Endpoints {
  std::string token_url, revoke_url;
  std::string wrong_client_hint{};      ///< next step if the service does not know the client id
  bool secret_in_body = false;          ///< the client secret is sent in the form, not in a header
  std::string device_code_url{};        ///< RFC 8628 section 3.1
  std::string app_revoke_url{};         ///< DELETE by the app; `{client_id}` stands for the app
  http::Headers app_revoke_headers{};   ///< sent with that request
  std::string refused_token_message{};  ///< the message that refuses a refresh token, if it has no error code
  std::optional<Error> unknown{};       ///< thrown by requests to an empty URL, if the service has them all
};

/// An error response (RFC 6749 section 5.2, RFC 8628 section 3.5). Some services send it with status 200.
struct Refusal {
  int status = 0;
  std::string code;   ///< such as "authorization_pending"; empty: none
  std::string words;  ///< the service's message, one line, without any secret sent to it; may be empty
  std::optional<std::chrono::seconds> interval;     ///< new polling interval
  std::optional<std::chrono::seconds> retry_after;  ///< from the header
};

/// True for a failure of the service, which another request may not meet, rather than a refusal of this one.
[[nodiscard]] bool is_temporary(const Refusal& refusal);

/// Client of a service's token endpoint (RFC 6749 sections 4.1.3 and 6, RFC 7009). A public client sends its
/// id in the body; a confidential one, which has a secret, uses Basic authorization unless the service
/// expects the secret in the body. Requests are never retried, because codes and refresh tokens are
/// single-use.
///
/// Throws Error{sign_in} with the service's message if it refuses, and Error{network} if it did not respond;
/// neither contains any part of a secret.
class TokenEndpoint {
 public:
  TokenEndpoint(http::Transport& transport, Endpoints endpoints);

  [[nodiscard]] Token exchange(const Client& client, const Secret& code, const std::string& redirect_uri,
                               const Secret& verifier, Instant now, const std::stop_token& stop);
  /// Spends `token.refresh`. Scopes or a refresh token missing from the response are kept from `token`.
  /// Throws Error{gone} if the service reports that this refresh token is no longer valid.
  [[nodiscard]] Token refresh(const Client& client, const Token& token, Instant now,
                              const std::stop_token& stop);
  [[nodiscard]] bool can_revoke(const Client& client) const;
  /// Revokes the token by the service's method. For a token that is already invalid, some services report an
  /// Error{sign_in} and others none.
  void revoke(const Client& client, const Secret& token, const std::stop_token& stop);

  /// The response to ask(): the body, or the refusal.
  struct Answer {
    std::string body;
    std::optional<Refusal> refusal;
  };
  /// Sends a form to `url` unchanged, for grants of several steps.
  [[nodiscard]] Answer ask(const std::string& url, const http::Headers& fields, Instant now,
                           const std::stop_token& stop);

  [[nodiscard]] const Endpoints& endpoints() const { return endpoints_; }

 private:
  std::string post(const std::string& url, const Client& client, http::Headers fields,
                   const std::stop_token& stop);
  Answer post_as(const std::string& url, const Client& client, http::Headers fields,
                 const std::stop_token& stop);
  [[nodiscard]] bool is_of_refused_token(const Refusal& refusal) const;
  Answer send(const http::Request& request, const http::Headers& sent, Instant now,
              const std::stop_token& stop);
  void revoke_as_app(const Client& client, const Secret& token, const std::stop_token& stop);
  [[noreturn]] void refuse(const Refusal& refusal) const;

  http::Transport& transport_;
  Endpoints endpoints_;
};

/// Parses a token response (RFC 6749 section 5.1), from an endpoint or pasted by the user. Throws
/// Error{malformed} that does not quote it.
[[nodiscard]] Token parse_token_answer(const std::string& body, Instant now);

}  // namespace locker::auth
