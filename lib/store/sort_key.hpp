#pragma once

#include <algorithm>
#include <cstdint>

#include "lib/base/time.hpp"

namespace locker::store {

/// `record.sort` ascends with time: milliseconds, then 20 bits that order records of the same time.
inline constexpr int kTieBits = 20;
/// Records without a time get keys from here up, in order of arrival, below all that have a time.
inline constexpr std::int64_t kTimeless = -(std::int64_t{1} << 62);
inline constexpr std::int64_t kTimelessEnd = -(std::int64_t{1} << 61);

[[nodiscard]] inline std::int64_t sort_key(Instant time, std::uint32_t tiebreak) {
  constexpr std::int64_t kMillisLimit = std::int64_t{1} << 41;
  const auto millis = std::clamp(to_millis(time), -kMillisLimit + 1, 2 * kMillisLimit - 1);
  return (millis * (std::int64_t{1} << kTieBits)) + (tiebreak & ((1u << kTieBits) - 1));
}

}  // namespace locker::store
