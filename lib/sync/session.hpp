#pragma once

#include <memory>
#include <string>

#include "lib/auth/token_source.hpp"
#include "lib/http/metered.hpp"
#include "lib/http/rate_limits.hpp"
#include "lib/http/waiter.hpp"
#include "lib/sync/api_client.hpp"
#include "lib/sync/connector.hpp"

namespace locker::sync {

/// The transport stack of one account. Cross-cutting concerns wrap one transport around another, from the
/// engine outwards: redirects; the access token, refreshed on 401 and sent only below `api_base`; retries;
/// rate limits; recording of the limits reported; the request meter; and `wire`, which sends. All arguments
/// must outlive the session.
class Session {
 public:
  /// `known`: rate limits that the service reported earlier.
  Session(http::Transport& wire, const Connector& connector, auth::TokenSource& tokens, http::Waiter& waiter,
          std::string api_base, const std::vector<http::RateLimit>& known = {});

  [[nodiscard]] http::Transport& transport() { return *redirected_; }
  [[nodiscard]] const http::RequestMeter& meter() const { return meter_; }
  /// The rate limits reported so far.
  [[nodiscard]] const http::RateLimits& limits() const { return limits_; }

 private:
  http::RequestMeter meter_;
  http::RateLimits limits_;
  std::unique_ptr<http::Transport> metered_, noted_, throttled_, retrying_, authorized_, redirected_;
};

}  // namespace locker::sync
