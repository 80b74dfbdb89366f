#pragma once

#include "lib/sync/walk.hpp"

namespace locker::sync {

/// What looking for deleted posts came to.
struct LookupReport {
  std::int64_t asked = 0;    ///< records looked up
  std::int64_t deleted = 0;  ///< proven gone that were live until now
};

/// How many records a lookup would ask for, and what that may cost.
struct LookupEstimate {
  std::int64_t records = 0, requests = 0, cost = 0;
};
[[nodiscard]] LookupEstimate estimate_lookup(store::Writer& writer, const Connector& connector,
                                             std::string_view account);

/// Looks up every live record of the connector's lookup stream, by the id of its latest edit, and
/// marks those deleted of which the service says that they are not found. An id that the answer
/// passes over is looked up alone, and if that tells nothing either, it stays. Counts what was
/// committed in `report`, also where an Error ends it.
LookupReport check_deleted(WalkContext& context, std::int64_t run, StreamReport& report);

}  // namespace locker::sync
