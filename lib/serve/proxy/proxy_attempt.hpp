#pragma once

#include <functional>
#include <memory>

#include "lib/serve/proxy/connection_pool.hpp"
#include "lib/serve/proxy/upload.hpp"

namespace locker::serve {

/// The result of forwarding a request.
enum class Outcome {
  answered,        ///< the client has a response, or is gone
  retryable,       ///< no response was received, and the request may be resent
  died,            ///< no response was received, and the request may have had an effect
  timed_out,       ///< the service sends nothing
  refused,         ///< nothing listens at the port
  unreadable,      ///< the response is not valid HTTP
  endless_interim  ///< it keeps sending interim responses, and nothing else
};

/// True for methods that may be repeated (RFC 9110 section 9.2.2).
[[nodiscard]] bool is_idempotent(std::string_view method);

/// One attempt to forward a request over one connection and to return the response. Both are streamed;
/// status, reason, headers, cookies and redirects are unchanged, the framing is generated anew (RFC 9110
/// section 7.6).
class ProxyAttempt {
 public:
  using Clean = std::function<void(http::Headers&)>;
  /// `clean` removes headers that services may not set from a response. All arguments except `connection`
  /// must outlive this object.
  ProxyAttempt(const ProxySettings& settings, const Clean& clean, http::Exchange& exchange,
               const Upstream& upstream, std::unique_ptr<http::Connection> connection, Forwarded& request);

  /// Calls `sent` once, when the request has been written, except for a body that still follows.
  Outcome run(const std::function<void()>& sent);
  /// True if the request is complete in memory and can be resent. Ends the upload.
  bool can_be_resent();
  /// Returns the connection if it can carry another request; else null.
  std::unique_ptr<http::Connection> reusable();

 private:
  struct EndlessInterim {};
  http::ResponseHead receive_head();
  std::string read_head();
  [[nodiscard]] Outcome unanswered();
  [[nodiscard]] Outcome outcome_of(const http::Disconnected& gone);
  [[nodiscard]] bool ends_surely(const http::ResponseHead& head, const http::Framing& framing) const;
  Outcome hand_over(http::ResponseHead& head, const http::Framing& framing);
  void pass_response(const http::ResponseHead& head, const http::Framing& framing);

  const ProxySettings& settings_;
  const Clean& clean_;
  http::Exchange& exchange_;
  const Upstream& upstream_;
  std::unique_ptr<http::Connection> connection_;
  Upload upload_;
  bool reusable_ = false;
};

}  // namespace locker::serve
