#pragma once

#include <stop_token>
#include <string>

#include "lib/serve/access_control.hpp"
#include "lib/serve/process/supervisor.hpp"
#include "lib/serve/proxy/proxy.hpp"
#include "lib/serve/request.hpp"
#include "lib/serve/request_limiter.hpp"
#include "lib/serve/state/diary.hpp"

namespace locker::serve {

/// Forwards a request to its service, starting the service if necessary (design 8, step 9), and answers with
/// the reason if that fails.
class Forwarder {
 public:
  struct Parts {
    Supervisor& supervisor;
    AccessControl& access_control;
    Diary& diary;
  };
  /// A `stop` request ends all waits for a service.
  Forwarder(Parts parts, const ProxySettings& settings, std::stop_token stop);

  /// Forwards the request to the service `id` at `target` below its root, without the locker's credentials.
  /// Always answers the request.
  void pass_on(Request& request, const std::string& id, const std::string& target);

 private:
  [[nodiscard]] bool is_stopping() const { return stop_.stop_requested(); }
  void refuse_excess(http::Exchange& exchange, const std::string& id, int hops);
  Outcome try_once(http::Exchange& exchange, const std::string& id, Supervisor::Pass& pass,
                   Forwarded& forwarded);
  Outcome try_until_ready(http::Exchange& exchange, const std::string& id, Supervisor::Pass& pass,
                          Forwarded& forwarded);
  Outcome try_one_process(http::Exchange& exchange, const std::string& id, Forwarded& forwarded);
  void forward(http::Exchange& exchange, const std::string& id, Forwarded& forwarded);

  const Parts parts_;
  const ProxySettings settings_;
  const std::stop_token stop_;
  Proxy proxy_;
  RequestLimiter limiter_;
};

}  // namespace locker::serve
