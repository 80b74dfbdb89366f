#pragma once

#include "lib/base/home.hpp"
#include "lib/serve/state/schedule.hpp"
#include "lib/serve/state/services.hpp"

namespace locker::serve {

/// Updates the schedule for the accounts of compiled-in connectors (design 8, "Schedule"): each chosen stream
/// of a signed-in account is scheduled at its interval, unless it is charged and there is no budget; all
/// other streams are removed. Existing entries keep their time. `installed` contains all installed services.
void schedule_accounts(Schedule& schedule, const std::vector<Service>& installed, const Home& home,
                       Instant now);

/// Updates the schedule to the calls that manifests declare: `{path: seconds}`.
void schedule_manifests(Schedule& schedule, const std::vector<Service>& installed);

}  // namespace locker::serve
