#pragma once

#include "lib/sync/lookup.hpp"

namespace locker::sync {

/// Estimates a lookup of all people of whom only the id is known; zero for a service without such a lookup.
[[nodiscard]] LookupEstimate estimate_names(store::Writer& writer, const Connector& connector,
                                            std::string_view account);

/// Looks them up as far as the budget allows. Those whom the service does not find are not looked up again.
/// `report` counts what was committed, even if an Error is thrown.
void look_up_names(WalkContext& context, std::int64_t run, StreamReport& report);

}  // namespace locker::sync
