#pragma once

#include "lib/base/home.hpp"
#include "lib/serve/state/schedule.hpp"
#include "lib/serve/state/services.hpp"

namespace locker::serve {

/// Brings the schedule to what the accounts of compiled-in connectors chose (design 8, "Schedule"): of
/// each that is signed in every chosen stream at its interval, unless it is charged and there is no
/// budget; no other stream. What is there already keeps its time. `installed` is all that is.
void schedule_accounts(Schedule& schedule, const std::vector<Service>& installed, const Home& home,
                       Instant now);

/// What manifests say of their own schedule: `{path: seconds}`.
void schedule_manifests(Schedule& schedule, const std::vector<Service>& installed);

}  // namespace locker::serve
