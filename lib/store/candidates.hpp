#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "lib/store/database.hpp"
#include "lib/store/query.hpp"

namespace locker::store {

/// Change number that a query is about; everything now where it is the greatest there can be.
inline constexpr std::int64_t kNow = INT64_MAX;

/// Record ids in the order in which they are shown, in chunks, each read in a transaction of its own.
class Candidates {
 public:
  virtual ~Candidates() = default;
  /// The next ones; none at the end.
  virtual std::vector<std::int64_t> next() = 0;
};

/// One pair of account and type that the filter admits.
struct Pair {
  std::int64_t account = 0, type = 0;
};

/// What to walk for this filter: the members of streams, the hits of a search, or all records of
/// some pairs merged by time. Times are only bounded, text only searched, where an index helps: the
/// caller checks the rest on each record.
[[nodiscard]] std::unique_ptr<Candidates> candidates(const Database& database,
                                                     const connector::Registry& registry,
                                                     const QueryFilter& filter,
                                                     const std::vector<Pair>& pairs, std::int64_t at_seq);

}  // namespace locker::store
