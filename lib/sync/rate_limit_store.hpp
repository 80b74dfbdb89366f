#pragma once

#include <string_view>
#include <vector>

#include "lib/base/home.hpp"
#include "lib/http/rate_limits.hpp"

namespace locker::sync {

/// What the service last told an account of its limits, kept in `Me/<account>/limits.json` for those who
/// ask later: when a sync that was refused may be tried again, and how much is left.

/// The scarcest window first. What cannot be read is as good as not told.
[[nodiscard]] std::vector<http::RateLimit> load_limits(const Home& home, std::string_view account);
/// What was told now; what is known of other windows stays.
void save_limits(const Home& home, std::string_view account, const http::RateLimits& told);

}  // namespace locker::sync
