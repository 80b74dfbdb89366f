#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "lib/store/row_source.hpp"

namespace locker::store {

/// The hits of `filter.match`, newest first: the index is read from its end, as far as wanted. Throws
/// Error{usage}, as it is read, for an expression that FTS5 refuses.
[[nodiscard]] std::unique_ptr<RowSource> search_hits(const Database& database, const QueryFilter& filter,
                                                     Life life);

/// `record.sort` of all hits between the filter's times, rising.
[[nodiscard]] std::vector<std::int64_t> all_hits(const Database& database, const QueryFilter& filter);

}  // namespace locker::store
