#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/sync/walk.hpp"

namespace locker::sync {

/// Parses the response to `query`; the result points into `body`. A malformed response is charged all the
/// same, and the Error{malformed} is thrown on.
LookupContent read_lookup(WalkContext& context, const LookupQuery& query, std::string_view body,
                          std::int64_t run, std::int64_t requests, StreamReport& report);

/// The result of looking up records of one stream or part.
struct LookedUp {
  store::StreamName stream;
  LookupContent content;
  std::vector<store::RecordName> gone;                                 ///< proven deleted
  std::vector<std::pair<std::string, store::Validator>> validators{};  ///< by address
};

/// Stores and charges the result in one transaction, adds it to `report` and returns its totals.
Totals commit_lookup(WalkContext& context, const LookedUp& looked_up, std::int64_t run, std::int64_t requests,
                     StreamReport& report);

}  // namespace locker::sync
