#pragma once

#include <chrono>

#include "lib/http/message.hpp"

namespace locker::http {

/// Returns the pause before the next request for this resource (`X-Poll-Interval`, in seconds); 0 without
/// that header.
[[nodiscard]] std::chrono::seconds poll_interval(const Response& response);

}  // namespace locker::http
