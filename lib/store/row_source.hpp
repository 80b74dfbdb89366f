#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "lib/store/database.hpp"
#include "lib/store/query.hpp"
#include "lib/store/state_at.hpp"
#include "lib/store/stored_rows.hpp"

namespace locker::store {

/// A pair of account and type that the filter admits.
struct Pair {
  std::int64_t account = 0, type = 0;
};

/// Rows in display order, read a few at a time, each batch in one short transaction.
class RowSource {
 public:
  virtual ~RowSource() = default;
  /// Returns a row that is valid until the next call; null at the end.
  virtual const StoredRow* next() = 0;
};

/// Chooses the rows to read for this filter: the members of streams, the hits of a search, or all records of
/// some pairs merged by time. Applies time bounds, pairs and text only where an index helps: the caller
/// checks the rest on each row.
[[nodiscard]] std::unique_ptr<RowSource> row_source(const Database& database,
                                                    const connector::Registry& registry,
                                                    const QueryFilter& filter, const std::vector<Pair>& pairs,
                                                    std::int64_t at_seq);

}  // namespace locker::store
