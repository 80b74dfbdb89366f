#pragma once

#include "lib/sync/selection.hpp"
#include "lib/sync/walk.hpp"

namespace locker::sync {

/// What looking for deleted records came to.
struct LookupReport {
  std::int64_t asked = 0;    ///< records looked up
  std::int64_t deleted = 0;  ///< proven gone that were live until now
};

/// How many records a lookup would ask for, and what that may cost.
struct LookupEstimate {
  std::int64_t records = 0, requests = 0, cost = 0;
};

/// Which records are looked up: those that no walk met which began at `met_since` or later, of the
/// connector's lookup stream, or, where the service is asked about one at a time, of the selected streams.
struct LookupScope {
  std::vector<const connector::Stream*> singly{};
  Instant met_since{};
};
[[nodiscard]] LookupScope lookup_scope(const Connector& connector, const std::vector<Selected>& selected,
                                       Instant met_since);
/// True if records of that stream are looked up.
[[nodiscard]] bool is_looked_up(const Connector& connector, std::string_view stream);

[[nodiscard]] LookupEstimate estimate_lookup(store::Writer& writer, const Connector& connector,
                                             std::string_view account, const LookupScope& scope);
/// What a person reads before it begins.
[[nodiscard]] std::string lookup_in_words(const Connector& connector, const LookupScope& scope,
                                          const LookupEstimate& estimate);

/// Looks up every live record of the scope and marks those deleted of which the service says that they are
/// gone. Many are asked for at once by the id of their latest edit; one that the answer passes over is looked
/// up alone, and if that tells nothing either, it stays. Counts what was committed in `report`, also where an
/// Error ends it.
LookupReport check_deleted(WalkContext& context, const LookupScope& scope, std::int64_t run,
                           StreamReport& report);

}  // namespace locker::sync
