#pragma once

#include <vector>

#include "lib/store/status.hpp"

namespace locker::cli {

/// The streams as a person reads them: where one has more than a few parts, those that went well are one row,
/// `commits (50 parts)`, with how many they have together, and as complete as the least of them.
[[nodiscard]] std::vector<store::StreamStatus> folded_parts(const std::vector<store::StreamStatus>& streams);

}  // namespace locker::cli
