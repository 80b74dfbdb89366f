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

/// Brings a request to its service, which is started for it (design 8, step 9), and says why where it
/// cannot be brought.
class Forwarder {
 public:
  struct Parts {
    Supervisor& supervisor;
    AccessControl& access_control;
    Diary& diary;
  };
  /// After `stop` nobody is held any more.
  Forwarder(Parts parts, const ProxySettings& settings, std::stop_token stop);

  /// The request as the service `id` gets it: at `target` below its own root, without what is the
  /// locker's alone. Answers the request, whatever happens.
  void pass_on(Request& request, const std::string& id, const std::string& target);

 private:
  [[nodiscard]] bool is_stopping() const { return stop_.stop_requested(); }
  void refuse_excess(http::Exchange& exchange, const std::string& id, int hops);
  Outcome try_once(http::Exchange& exchange, const std::string& id, Supervisor::Pass& pass,
                   Forwarded& forwarded);
  Outcome try_until_ready(http::Exchange& exchange, const std::string& id, Supervisor::Pass& pass,
                          Forwarded& forwarded);
  Outcome try_life(http::Exchange& exchange, const std::string& id, Forwarded& forwarded);
  void forward(http::Exchange& exchange, const std::string& id, Forwarded& forwarded);

  const Parts parts_;
  const ProxySettings settings_;
  const std::stop_token stop_;
  Proxy proxy_;
  RequestLimiter limiter_;
};

}  // namespace locker::serve
