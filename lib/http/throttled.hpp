#pragma once

#include <functional>
#include <memory>

#include "lib/http/rate_limits.hpp"
#include "lib/http/transport.hpp"
#include "lib/http/waiter.hpp"

namespace locker::http {

/// True if a refusal (429, 403) means that a rate limit window is used up, so that waiting helps.
using WindowRefusal = std::function<bool(const Response&)>;

/// Obeys the rate limits that responses report (`x-rate-limit-remaining` and `-reset`, also spelled
/// `x-ratelimit-…`): waits for the window's reset before a request that would find it used up, and after one
/// that did. After a refusal without these headers it waits as long as Retry-After says, else for a minute,
/// doubled each time, also by the next process. `known`: limits reported earlier; a used-up one is waited for
/// without a request. There is one window per path without ids, or per named window (`x-ratelimit-resource`).
/// A refusal from another origin is returned at once. `reported`, if not null, receives the end of each wait
/// after a refusal. Thread-safe.
[[nodiscard]] std::unique_ptr<Transport> make_throttled(Transport& inner, Waiter& waiter,
                                                        WindowRefusal is_window,
                                                        const std::vector<RateLimit>& known = {},
                                                        RateLimits* reported = nullptr);

}  // namespace locker::http
