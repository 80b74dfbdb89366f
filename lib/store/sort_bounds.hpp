#pragma once

#include <cstdint>
#include <limits>

#include "lib/store/query.hpp"
#include "lib/store/sort_key.hpp"

namespace locker::store {

/// The range between `since` and `until` as bounds of `record.sort`; without bounds it includes records
/// without a time. If a key was already taken, the record was moved up a little, so the upper bound is
/// generous and the caller checks the row's own time.
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
