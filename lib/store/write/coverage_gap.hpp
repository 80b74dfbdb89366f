#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/base/time.hpp"

namespace locker::store {

/// A period of a stream of which nothing is known, between periods that are covered.
struct CoverageGap {
  Instant from, to;
};

/// Format a gap for the text `Cursor::gap`, and parse all gaps in such a text.
[[nodiscard]] std::string format_gap(const CoverageGap& coverage_gap);
[[nodiscard]] std::vector<CoverageGap> coverage_gaps_of(std::string_view gap);

}  // namespace locker::store
