#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/time.hpp"
#include "lib/http/transport.hpp"

namespace locker::http {

/// Resets are reported in whole seconds, and two clocks never agree exactly.
inline constexpr std::chrono::milliseconds kResetSlack{1'000};
/// No service has a longer window; a later reset is wrong.
inline constexpr std::chrono::milliseconds kLongestWindow = std::chrono::hours(24);

/// One rate limit window, as reported by the service.
struct RateLimit {
  std::string window;                 ///< `HOST/PATH` without ids, or `HOST NAME` for a named window
  std::optional<std::int64_t> limit;  ///< absent: not reported
  std::int64_t remaining = 0;
  Instant reset;  ///< when the next window begins, by the local clock
  Instant reported_at;
};

/// Returns a request's path without ids, such as `/users/*/posts`: what a service counts together, unless it
/// names its windows.
[[nodiscard]] std::string path_of(const Request& request);

/// Returns the requests left in the window (`x-rate-limit-remaining` or `x-ratelimit-remaining`).
[[nodiscard]] std::optional<std::int64_t> reported_remaining(const Response& response);

/// Returns when the next window begins (`x-rate-limit-reset` or `x-ratelimit-reset`), corrected by the
/// response's Date header, so that the local clock may be wrong.
[[nodiscard]] std::optional<Instant> reported_reset(const Response& response, Instant now);

/// Returns both, with an empty `window`; absent unless the response has both headers.
[[nodiscard]] std::optional<RateLimit> reported_limit(const Response& response, Instant now);

/// The newest report of each window. A window that is used up stays so until its reset, because responses may
/// arrive out of order. Thread-safe.
class RateLimits {
 public:
  void note(const RateLimit& limit);
  [[nodiscard]] std::vector<RateLimit> all() const;

 private:
  mutable std::mutex mutex_;
  std::vector<RateLimit> limits_;
};

/// Records the limits that each response of `inner` reports. A 429 or 403 with `Retry-After` counts as a
/// window that is used up until then.
[[nodiscard]] std::unique_ptr<Transport> make_limit_noting(Transport& inner, RateLimits& limits,
                                                           std::function<Instant()> now);

}  // namespace locker::http
