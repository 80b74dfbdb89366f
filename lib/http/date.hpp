#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "lib/base/time.hpp"
#include "lib/http/message.hpp"

namespace locker::http {

/// Parses an HTTP date in the preferred format (RFC 9110 section 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
[[nodiscard]] std::optional<Instant> parse_date(std::string_view text);

/// Returns the wait that Retry-After demands, in seconds or as a date (RFC 9110 section 10.2.3).
[[nodiscard]] std::optional<std::chrono::milliseconds> retry_after(const Response& response, Instant now);

}  // namespace locker::http
