#pragma once

#include <string_view>
#include <vector>

#include "lib/base/home.hpp"
#include "lib/http/rate_limits.hpp"

namespace locker::sync {

/// The rate limits that the service last reported, stored in `Me/<account>/limits.json`: when a refused sync
/// may be retried, and how much is left.

/// Returns the scarcest window first. An unreadable file counts as none.
[[nodiscard]] std::vector<http::RateLimit> load_limits(const Home& home, std::string_view account);
/// Stores `told`; windows that it does not mention are kept.
void save_limits(const Home& home, std::string_view account, const http::RateLimits& told);

}  // namespace locker::sync
