#pragma once

#include <functional>
#include <string_view>

#include "lib/store/database.hpp"

namespace locker::store {

/// Writes the logical dump (design 4.8): what must be identical however often a sync was killed on the way.
/// One JSON object per line: records with their versions (bytes, order) and parts, memberships with their
/// order, marks, and each account's changes in order, without absolute numbers and times. Excludes runs,
/// costs, pending cursors and samples.
void dump(const Database& database, const std::function<void(std::string_view line)>& write);

}  // namespace locker::store
