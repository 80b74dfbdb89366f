#pragma once

#include <memory>

#include "lib/service/abilities.hpp"
#include "lib/service/account.hpp"
#include "lib/service/commands.hpp"
#include "lib/service/endpoints.hpp"
#include "lib/service/sync_schedule.hpp"

namespace locker::service {

/// `/<stream>`, by GET as the scheduler calls it or by POST: syncs that stream now. And the connector's
/// own names for that, if it has any; `own` may be null.
[[nodiscard]] std::unique_ptr<Endpoints> make_sync_endpoints(const Account& account, const Commands& commands,
                                                             const SyncSchedule& schedule,
                                                             const SyncNames* own);

}  // namespace locker::service
