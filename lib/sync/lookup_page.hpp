#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/sync/walk.hpp"

namespace locker::sync {

/// What the look-up `query` told; it points into `body`. An answer that cannot be read is charged all the
/// same.
LookupContent read_lookup(WalkContext& context, const LookupQuery& query, std::string_view body,
                          std::int64_t run, std::int64_t requests, StreamReport& report);

/// What was learnt by looking up records of one stream or part.
struct LookedUp {
  store::StreamName stream;
  LookupContent content;
  std::vector<store::RecordName> gone;                                 ///< proven deleted
  std::vector<std::pair<std::string, store::Validator>> validators{};  ///< by address
};

/// Stores it and charges it, in one transaction. Counts it in `report` and returns what it came to.
Totals commit_lookup(WalkContext& context, const LookedUp& told, std::int64_t run, std::int64_t requests,
                     StreamReport& report);

}  // namespace locker::sync
