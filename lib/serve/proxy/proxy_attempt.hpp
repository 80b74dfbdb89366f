#pragma once

#include <functional>
#include <memory>

#include "lib/serve/proxy/connection_pool.hpp"
#include "lib/serve/proxy/upload.hpp"

namespace locker::serve {

/// What became of a request that was passed on.
enum class Outcome {
  answered,    ///< the client has an answer, or is gone
  retryable,   ///< no byte of an answer came, and the request may be sent again
  died,        ///< no byte came, and whether the request had an effect is not known
  timed_out,   ///< the service is silent
  refused,     ///< nothing listens there
  unreadable,  ///< what came is no HTTP answer
  evasive      ///< it says without pause that it works on it, and nothing else
};

/// True for the methods that may be sent twice (RFC 9110 section 9.2.2).
[[nodiscard]] bool is_idempotent(std::string_view method);

/// One try to pass one request on over one connection, and its answer back: streamed both ways, status,
/// reason, headers, cookies and redirects unchanged, framing made anew (RFC 9110 section 7.6).
class ProxyAttempt {
 public:
  using Clean = std::function<void(http::Headers&)>;
  /// `clean` takes out of an answer's headers what no service may say. All but `connection` must outlive it.
  ProxyAttempt(const ProxySettings& settings, const Clean& clean, http::Exchange& exchange,
               const Upstream& upstream, std::unique_ptr<http::Connection> connection, Forwarded& request);

  /// `sent` is called once, when the request has been written as far as it is there.
  Outcome run(const std::function<void()>& sent);
  /// Once its body is no longer read.
  bool is_there_to_send_again();
  /// The connection, if it can carry another request; null if not.
  std::unique_ptr<http::Connection> reusable();

 private:
  struct Evasion {};
  http::ResponseHead receive_head();
  std::string read_head();
  [[nodiscard]] Outcome unanswered();
  [[nodiscard]] Outcome outcome_of(const http::Disconnected& gone);
  [[nodiscard]] bool ends_surely(const http::ResponseHead& head, const http::Framing& framing) const;
  void hand_over(http::ResponseHead& head, const http::Framing& framing);
  void pass_body(const http::Framing& framing);

  const ProxySettings& settings_;
  const Clean& clean_;
  http::Exchange& exchange_;
  const Upstream& upstream_;
  std::unique_ptr<http::Connection> connection_;
  Upload upload_;
  bool reusable_ = false;
};

}  // namespace locker::serve
