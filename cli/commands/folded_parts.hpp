#pragma once

#include <vector>

#include "lib/store/status.hpp"

namespace locker::cli {

/// Folds the parts of each stream that has more than a few: those without error become one row, `commits (50
/// parts)`, with the sum of their counts and the coverage of the least complete one.
[[nodiscard]] std::vector<store::StreamStatus> folded_parts(const std::vector<store::StreamStatus>& streams);

}  // namespace locker::cli
