#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/time.hpp"

namespace locker::connectors::twitter {

/// The decimal number that an id is; absent if it is none or does not fit.
[[nodiscard]] std::optional<std::int64_t> number_of(std::string_view id);

/// When an id was given out: ids since November 2010 hold the millisecond. Absent for older ones.
[[nodiscard]] std::optional<Instant> time_of(std::string_view id);

/// The least id that was given out in that millisecond, which is one since November 2010.
[[nodiscard]] std::string first_id_of(Instant time);

/// Orders ids of one second as they were given out; below 2^20.
[[nodiscard]] std::uint32_t tiebreak_of(std::string_view id);

}  // namespace locker::connectors::twitter
