#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <utility>

#include "lib/serve/proxy/proxy_attempt.hpp"

namespace locker::serve {

/// Forwards requests to services at loopback ports, over persistent connections.
class Proxy {
 public:
  /// `clean` removes headers that services may not set from a response.
  Proxy(ProxySettings settings, ProxyAttempt::Clean clean) : settings_(settings), clean_(std::move(clean)) {}

  /// Calls `sent` when the request has been written, except for a body that still follows.
  Outcome pass_on(http::Exchange& exchange, const Upstream& upstream, Forwarded& request,
                  const std::function<void()>& sent, const std::stop_token& stop);
  /// Closes the idle connections to a service.
  void forget(const std::string& service) { pool_.forget(service); }

 private:
  const ProxySettings settings_;
  const ProxyAttempt::Clean clean_;
  ConnectionPool pool_;
};

}  // namespace locker::serve
