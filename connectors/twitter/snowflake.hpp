#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/time.hpp"

namespace locker::connectors::twitter {

/// Parses an id as a decimal number; absent if it is none, or does not fit.
[[nodiscard]] std::optional<std::int64_t> number_of(std::string_view id);

/// Returns the time encoded in an id, in milliseconds. Absent for ids before November 2010, which encode
/// none.
[[nodiscard]] std::optional<Instant> time_of(std::string_view id);

/// Returns the least id of that millisecond, which must be in November 2010 or later.
[[nodiscard]] std::string first_id_of(Instant time);

/// Returns a number below 2^20 that orders ids within one second.
[[nodiscard]] std::uint32_t tiebreak_of(std::string_view id);

}  // namespace locker::connectors::twitter
