#pragma once

#include <algorithm>
#include <cstdint>

#include "lib/base/time.hpp"

namespace locker::store {

/// `record.sort` rises with time: milliseconds, then 20 bits that order what has the same time.
inline constexpr int kTieBits = 20;
/// What has no time lies from here up, in order of arrival, below all that has one.
inline constexpr std::int64_t kTimeless = -(std::int64_t{1} << 62);
inline constexpr std::int64_t kTimelessEnd = -(std::int64_t{1} << 61);

[[nodiscard]] inline std::int64_t sort_key(Instant time, std::uint32_t tiebreak) {
  constexpr std::int64_t kMillisLimit = std::int64_t{1} << 41;
  const auto millis = std::clamp(to_millis(time), -kMillisLimit + 1, 2 * kMillisLimit - 1);
  return (millis * (std::int64_t{1} << kTieBits)) + (tiebreak & ((1u << kTieBits) - 1));
}

}  // namespace locker::store
