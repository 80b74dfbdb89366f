#pragma once

#include "lib/sync/lookup.hpp"

namespace locker::sync {

/// How many people are known by nothing but their id, and what asking for their names may cost; nothing
/// for a service that cannot be asked.
[[nodiscard]] LookupEstimate estimate_names(store::Writer& writer, const Connector& connector,
                                            std::string_view account);

/// Asks for them, as far as the budget goes. Whom the service does not find is not asked for again.
/// Counts what was committed in `report`, also where an Error ends it.
void look_up_names(WalkContext& context, std::int64_t run, StreamReport& report);

}  // namespace locker::sync
