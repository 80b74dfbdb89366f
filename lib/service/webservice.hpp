#pragma once

#include <memory>

#include "lib/service/account.hpp"
#include "lib/service/endpoints.hpp"

namespace locker::service {

/// `/`: leads a person to sign in, or offers the syncs. All that there is of the webservice at first.
[[nodiscard]] std::unique_ptr<Endpoints> make_webservice(const Account& account);

}  // namespace locker::service
