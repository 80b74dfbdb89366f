#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "lib/store/row_source.hpp"

namespace locker::store {

/// Returns the hits of `filter.match`, newest first: reads the index from its end, as far as needed. Throws
/// Error{usage} while reading if FTS5 rejects the expression.
[[nodiscard]] std::unique_ptr<RowSource> search_hits(const Database& database, const QueryFilter& filter,
                                                     Life life);

/// Returns `record.sort` of all hits between the filter's times, in ascending order.
[[nodiscard]] std::vector<std::int64_t> all_hits(const Database& database, const QueryFilter& filter);

}  // namespace locker::store
