#pragma once

#include "lib/base/home.hpp"
#include "lib/serve/state/schedule.hpp"
#include "lib/serve/state/services.hpp"

namespace locker::serve {

/// Brings the schedule to what the accounts of compiled-in connectors chose (design 8, "Schedule"): of
/// each that is signed in every chosen stream at its interval, unless it is charged and there is no
/// budget; no other stream. What is there already keeps its time.
void schedule_accounts(Schedule& schedule, const Services& services, const Home& home, Instant now);

/// What manifests say of their own schedule: `{path: seconds}`.
void schedule_manifests(Schedule& schedule, const Services& services);

}  // namespace locker::serve
