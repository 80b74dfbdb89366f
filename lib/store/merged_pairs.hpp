#pragma once

#include <memory>
#include <vector>

#include "lib/store/row_source.hpp"

namespace locker::store {

/// Returns all records of some pairs, merged by time, newest first. Each pair is read through its index.
[[nodiscard]] std::unique_ptr<RowSource> merged_pairs(const Database& database, const QueryFilter& filter,
                                                      const std::vector<Pair>& pairs, Life life);

}  // namespace locker::store
