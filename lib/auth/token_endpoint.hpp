#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>

#include "lib/auth/token.hpp"
#include "lib/http/transport.hpp"

namespace locker::auth {

/// The addresses at which a service gives out tokens and takes them back; empty: it has none.
struct Endpoints {
  std::string token_url, revoke_url;
  std::string wrong_client_hint{};     ///< what to do when the service does not know the app
  bool secret_in_body = false;         ///< the client's secret goes into the form, not into a header
  std::string device_code_url{};       ///< RFC 8628 section 3.1
  std::string app_revoke_url{};        ///< DELETE by the app, `{client_id}` in it stands for the app
  http::Headers app_revoke_headers{};  ///< with that
  std::string spent_token_words{};     ///< how it refuses a refresh token where it has no code for that
};

/// How a token endpoint refused (RFC 6749 section 5.2, RFC 8628 section 3.5). Some services send this with
/// status 200.
struct Refusal {
  int status = 0;
  std::string code;   ///< "authorization_pending"; empty: the service gave none
  std::string words;  ///< one line of its own, without anything that was sent to it; may be empty
  std::optional<std::chrono::seconds> interval;     ///< of asking, from now on
  std::optional<std::chrono::seconds> retry_after;  ///< of the header
};

/// Speaks to a service's token endpoint (RFC 6749 sections 4.1.3 and 6, RFC 7009). A public client
/// names itself in the body; a confidential one signs with Basic authorization, chosen by whether a
/// secret is there, unless the service wants the secret in the body. Requests are never repeated: what
/// they spend is good once.
///
/// Throws Error{sign_in} with the service's own words where it refuses, Error{network} where it
/// could not answer; neither holds any part of a secret.
class TokenEndpoint {
 public:
  TokenEndpoint(http::Transport& transport, Endpoints endpoints);

  [[nodiscard]] Token exchange(const Client& client, const Secret& code, const std::string& redirect_uri,
                               const Secret& verifier, Instant now, const std::stop_token& stop);
  /// Spends `token.refresh`. What the answer leaves out (scopes, a new refresh token) stays. Throws
  /// Error{gone} where the service says that this refresh token is good no more.
  [[nodiscard]] Token refresh(const Client& client, const Token& token, Instant now,
                              const std::stop_token& stop);
  [[nodiscard]] bool can_revoke(const Client& client) const;
  /// Takes the token back, in the way that the service has. A token that it no longer knows is an
  /// Error{sign_in} at some services, and none at others.
  void revoke(const Client& client, const Secret& token, const std::stop_token& stop);

  /// A form sent to `url` as it is, for grants of more than one step: the answer's body, or the refusal.
  struct Answer {
    std::string body;
    std::optional<Refusal> refusal;
  };
  [[nodiscard]] Answer ask(const std::string& url, const http::Headers& fields, Instant now,
                           const std::stop_token& stop);

  [[nodiscard]] const Endpoints& endpoints() const { return endpoints_; }

 private:
  std::string post(const std::string& url, const Client& client, http::Headers fields,
                   const std::stop_token& stop);
  Answer post_as(const std::string& url, const Client& client, http::Headers fields,
                 const std::stop_token& stop);
  [[nodiscard]] bool is_of_spent_token(const Refusal& refusal) const;
  Answer send(const http::Request& request, const http::Headers& sent, Instant now,
              const std::stop_token& stop);
  void revoke_as_app(const Client& client, const Secret& token, const std::stop_token& stop);
  [[noreturn]] void refuse(const Refusal& refusal) const;

  http::Transport& transport_;
  Endpoints endpoints_;
};

/// The body of a token answer (RFC 6749 section 5.1), also as pasted by a person. Throws
/// Error{malformed} without quoting it.
[[nodiscard]] Token parse_token_answer(const std::string& body, Instant now);

}  // namespace locker::auth
