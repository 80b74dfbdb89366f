#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <utility>

#include "lib/serve/proxy/proxy_attempt.hpp"

namespace locker::serve {

/// Passes requests on to services at loopback ports, over connections that are kept between them.
class Proxy {
 public:
  /// `clean` takes out of an answer's headers what no service may say.
  Proxy(ProxySettings settings, ProxyAttempt::Clean clean) : settings_(settings), clean_(std::move(clean)) {}

  /// `sent` is called when the request has been written as far as it is there.
  Outcome pass_on(http::Exchange& exchange, const Upstream& upstream, Forwarded& request,
                  const std::function<void()>& sent, const std::stop_token& stop);
  /// Closes the connections kept to a service.
  void forget(const std::string& service) { pool_.forget(service); }

 private:
  const ProxySettings settings_;
  const ProxyAttempt::Clean clean_;
  ConnectionPool pool_;
};

}  // namespace locker::serve
