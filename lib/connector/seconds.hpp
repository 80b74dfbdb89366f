#pragma once

#include <cstdint>

/// Spans of time in seconds, as descriptors state them.
namespace locker::connector {

inline constexpr std::int64_t kMinute = 60, kHour = 60 * kMinute, kDay = 24 * kHour;
inline constexpr std::int64_t kWeek = 7 * kDay, kMonth = 30 * kDay;

}  // namespace locker::connector
