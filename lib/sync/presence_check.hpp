#pragma once

#include "lib/sync/lookup.hpp"

namespace locker::sync {

/// Checks each record of `scope.singly` (Connector::presence_requests), one after the other, and marks as
/// deleted those proven gone. A record that existed at its last check is requested conditionally. `report`
/// counts what was committed, even if an Error is thrown.
LookupReport check_presence(WalkContext& context, const LookupScope& scope, std::int64_t run,
                            StreamReport& report);

}  // namespace locker::sync
