#pragma once

#include <chrono>

#include "lib/http/message.hpp"

namespace locker::http {

/// How long a service wants nobody to ask for this again, as its answer says (`X-Poll-Interval`, in seconds);
/// 0 where it says nothing.
[[nodiscard]] std::chrono::seconds poll_interval(const Response& response);

}  // namespace locker::http
