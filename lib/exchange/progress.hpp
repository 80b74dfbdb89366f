#pragma once

#include <cstdint>

namespace locker::exchange {

/// The number of records from one report of progress to the next.
inline constexpr std::int64_t kProgressInterval = 1'000;

}  // namespace locker::exchange
