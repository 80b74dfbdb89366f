#pragma once

#include <memory>

#include "lib/service/abilities.hpp"
#include "lib/service/account.hpp"
#include "lib/service/endpoints.hpp"

namespace locker::service {

/// Creates the data access API, available whether signed in or not. It reads the account's records from the
/// archive in short transactions, none of which stays open while a slow reader blocks it.
///
///     /current/<stream or type>        the current records
///     /record/<type>/<id>              one object in its current version
///     /record/<type>/<id>/history      its changes
///
/// and the connector's own names for these, if it has any. `own` may be null.
[[nodiscard]] std::unique_ptr<Endpoints> make_data_api(const Account& account, const DataNames* own);

}  // namespace locker::service
