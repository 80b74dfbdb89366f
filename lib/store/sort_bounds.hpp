#pragma once

#include <cstdint>
#include <limits>

#include "lib/store/query.hpp"
#include "lib/store/sort_key.hpp"

namespace locker::store {

/// What lies between `since` and `until`, as bounds of `record.sort`; without bounds what has no time
/// counts too. A key that was taken made its record move up a little, so the upper bound is generous
/// and the row's own time decides.
struct SortBounds {
  std::int64_t below = std::numeric_limits<std::int64_t>::max();
  std::int64_t from = std::numeric_limits<std::int64_t>::min();

  explicit SortBounds(const QueryFilter& filter) {
    if (filter.until) below = sort_key(*filter.until, 0) + (std::int64_t{1} << kTieBits);
    if (filter.since)
      from = sort_key(*filter.since, 0);
    else if (filter.until)
      from = kTimelessEnd;
  }
};

}  // namespace locker::store
