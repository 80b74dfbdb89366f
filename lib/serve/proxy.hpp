#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "lib/http/server/exchange.hpp"

namespace locker::serve {

struct ProxySettings {
  std::chrono::milliseconds first_byte{60'000};  ///< until the head, and between pieces of known length
  std::chrono::milliseconds silence{650'000};    ///< between pieces of an answer that may follow events
  std::chrono::milliseconds refused{3'000};      ///< services announce before they listen
  std::size_t head_limit = 256 * 1024;
};

/// A request as a service gets it, perhaps more than once.
struct Forwarded {
  std::string target;      ///< path and query below the service's own root
  http::Headers headers;   ///< what came, without what is the locker's alone
  std::string body;        ///< what was read of the body so far, as long as that is little
  bool replayable = true;  ///< `body` is all that was read
};

/// Where a service listens, for one of its lives.
struct Upstream {
  std::string service;
  int port = 0;
  std::uint64_t generation = 0;
  std::function<bool()> lives;  ///< false as soon as its process has begun to end
};

/// Passes requests on to services at loopback ports, and their answers back: streamed both ways,
/// status, reason, headers, cookies and redirects unchanged, framing made anew (RFC 9110 section 7.6).
class Proxy {
 public:
  /// `clean` takes out of an answer's headers what no service may say.
  Proxy(ProxySettings settings, std::function<void(http::Headers&)> clean)
      : settings_(settings), clean_(std::move(clean)) {}

  enum class Outcome {
    answered,    ///< the client has an answer, or is gone
    retryable,   ///< no byte of an answer came, and the request may be sent again
    died,        ///< no byte came, and whether the request had an effect is not known
    timed_out,   ///< the service is silent
    refused,     ///< nothing listens there
    unreadable,  ///< what came is no HTTP answer
    evasive      ///< it says without pause that it works on it, and nothing else
  };
  /// `sent` is called once, when the request has been written as far as it is there.
  Outcome pass_on(http::Exchange& exchange, const Upstream& upstream, Forwarded& request,
                  const std::function<void()>& sent, const std::stop_token& stop);
  /// Closes the connections kept to a service.
  void forget(const std::string& service);

 private:
  class Passing;
  using Idle = std::vector<std::unique_ptr<http::Connection>>;
  std::unique_ptr<http::Connection> take(const Upstream& upstream);
  void keep(const Upstream& upstream, std::unique_ptr<http::Connection> connection);

  const ProxySettings settings_;
  const std::function<void(http::Headers&)> clean_;
  std::mutex mutex_;
  std::map<std::string, std::pair<std::uint64_t, Idle>> idle_;
};

/// True for the methods that may be sent twice (RFC 9110 section 9.2.2).
[[nodiscard]] bool is_idempotent(std::string_view method);

}  // namespace locker::serve
