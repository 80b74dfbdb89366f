#pragma once

#include <memory>

#include "lib/service/abilities.hpp"
#include "lib/service/account.hpp"
#include "lib/service/endpoints.hpp"

namespace locker::service {

/// The data access API, there whether signed in or not: what is stored of this account, read from the
/// archive in short transactions, none of which is open while a reader makes it wait.
///
///     /current/<stream or type>        rows of what is there now
///     /record/<type>/<id>              one object, as it is now
///     /record/<type>/<id>/history      its changes
///
/// and the connector's own names for these, if it has any. `own` may be null.
[[nodiscard]] std::unique_ptr<Endpoints> make_data_api(const Account& account, const DataNames* own);

}  // namespace locker::service
