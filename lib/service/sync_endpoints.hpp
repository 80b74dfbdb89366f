#pragma once

#include <memory>

#include "lib/service/abilities.hpp"
#include "lib/service/account.hpp"
#include "lib/service/commands.hpp"
#include "lib/service/endpoints.hpp"
#include "lib/service/sync_schedule.hpp"

namespace locker::service {

/// Creates `/<stream>`, which syncs that stream now: by GET for the scheduler, or by POST. Adds the
/// connector's own names for it, if it has any; `own` may be null.
[[nodiscard]] std::unique_ptr<Endpoints> make_sync_endpoints(const Account& account, const Commands& commands,
                                                             const SyncSchedule& schedule,
                                                             const SyncNames* own);

}  // namespace locker::service
