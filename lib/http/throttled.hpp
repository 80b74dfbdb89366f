#pragma once

#include <functional>
#include <memory>

#include "lib/http/rate_limits.hpp"
#include "lib/http/transport.hpp"
#include "lib/http/waiter.hpp"

namespace locker::http {

/// True if a refusal (429, 403) means that a window of time is used up, so that waiting helps.
using WindowRefusal = std::function<bool(const Response&)>;

/// Keeps to the limits that a service states in its answers (`x-rate-limit-remaining` and `-reset`,
/// also spelled `x-ratelimit-…`): waits until the window's reset before a request that would find it
/// used up, and after one that did. Without such a header a refusal is waited out for as long as
/// Retry-After says, else a minute, doubled each time. `known` is what was told before: a window that it says
/// is used up is waited for without asking. One window is kept for each path, ids in it left out, or for all
/// paths that the service counts together and says so (`x-ratelimit-resource`). What leads away from the
/// service is not worth a long wait: its refusal is handed on. `told`, if not null, learns until when a
/// refusal is waited out. May be used by many threads.
[[nodiscard]] std::unique_ptr<Transport> make_throttled(Transport& inner, Waiter& waiter,
                                                        WindowRefusal is_window,
                                                        const std::vector<RateLimit>& known = {},
                                                        RateLimits* told = nullptr);

}  // namespace locker::http
