#pragma once

#include "lib/sync/lookup.hpp"

namespace locker::sync {

/// Asks for each record of `scope.singly` whether it is there (Connector::presence_requests), one after the
/// other in order, and marks those deleted that are proven gone. What was there when it was last asked for
/// is asked only whether it has changed. Counts what was committed in `report`, also where an Error ends it.
LookupReport look_singly(WalkContext& context, const LookupScope& scope, std::int64_t run,
                         StreamReport& report);

}  // namespace locker::sync
