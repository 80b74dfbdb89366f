#pragma once

#include <memory>
#include <string>

#include "lib/auth/token_source.hpp"
#include "lib/http/rate_limits.hpp"
#include "lib/http/waiter.hpp"
#include "lib/sync/api_client.hpp"
#include "lib/sync/connector.hpp"

namespace locker::sync {

/// How requests of one account reach the service. What cuts across wraps one transport around another;
/// from the engine outwards: redirects, a token that is replaced when refused and goes nowhere but below
/// `api_base`, retries, the service's limits, what it tells of them, the count of what is sent, and `wire`,
/// which sends it. All that is passed in outlives the session.
class Session {
 public:
  /// `known`: what the service told of its limits before.
  Session(http::Transport& wire, const Connector& connector, auth::TokenSource& tokens, http::Waiter& waiter,
          std::string api_base, const std::vector<http::RateLimit>& known = {});

  [[nodiscard]] http::Transport& transport() { return *redirected_; }
  [[nodiscard]] const RequestMeter& meter() const { return meter_; }
  /// What the service told of its limits so far.
  [[nodiscard]] const http::RateLimits& limits() const { return limits_; }

 private:
  RequestMeter meter_;
  http::RateLimits limits_;
  std::unique_ptr<http::Transport> metered_, noted_, throttled_, retrying_, authorized_, redirected_;
};

}  // namespace locker::sync
