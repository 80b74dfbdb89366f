#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/base/time.hpp"

namespace locker::store {

/// A time of which nothing is known of a stream, between what is.
struct CoverageGap {
  Instant from, to;
};

/// What a cursor's gap says of one, and those of which a gap says that.
[[nodiscard]] std::string told(const CoverageGap& coverage_gap);
[[nodiscard]] std::vector<CoverageGap> coverage_gaps_of(std::string_view gap);

}  // namespace locker::store
