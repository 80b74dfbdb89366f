#pragma once

#include "lib/sync/selection.hpp"
#include "lib/sync/walk.hpp"

namespace locker::sync {

/// The result of a check for deleted records.
struct LookupReport {
  std::int64_t asked = 0;    ///< records looked up
  std::int64_t deleted = 0;  ///< live until now, and proven gone
};

/// Size and greatest cost (millionths of a dollar) of a lookup.
struct LookupEstimate {
  std::int64_t records = 0, requests = 0, cost = 0;
};

/// The records to look up: those that no walk since `met_since` has met, of the connector's lookup stream, or
/// of the selected streams if the service can only be asked about one record at a time.
struct LookupScope {
  std::vector<const connector::Stream*> singly{};
  Instant met_since{};
};
[[nodiscard]] LookupScope lookup_scope(const Connector& connector, const std::vector<Selected>& selected,
                                       Instant met_since);
/// True if records of that stream can be looked up.
[[nodiscard]] bool is_looked_up(const Connector& connector, std::string_view stream);

[[nodiscard]] LookupEstimate estimate_lookup(store::Writer& writer, const Connector& connector,
                                             std::string_view account, const LookupScope& scope);
/// Returns the announcement that the user reads before it begins.
[[nodiscard]] std::string lookup_announcement(const Connector& connector, const LookupScope& scope,
                                              const LookupEstimate& estimate);

/// Looks up every live record of the scope and marks as deleted those that the service reports as gone.
/// Records are requested in batches by the id of their latest edit; one that is missing from the response is
/// looked up alone, and stays live if that is inconclusive too. `report` counts what was committed, even if
/// an Error is thrown.
LookupReport check_deleted(WalkContext& context, const LookupScope& scope, std::int64_t run,
                           StreamReport& report);

}  // namespace locker::sync
