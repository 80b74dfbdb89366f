#pragma once

#include <memory>
#include <vector>

#include "lib/store/row_source.hpp"

namespace locker::store {

/// All records of some pairs, merged by time, newest first: each pair is read by its index.
[[nodiscard]] std::unique_ptr<RowSource> merged_pairs(const Database& database, const QueryFilter& filter,
                                                      const std::vector<Pair>& pairs, Life life);

}  // namespace locker::store
