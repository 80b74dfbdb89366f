#pragma once

#include <memory>

#include "lib/service/account.hpp"
#include "lib/service/endpoints.hpp"

namespace locker::service {

/// Creates `/`, which redirects to the sign-in or offers the syncs. The first endpoint to be loaded.
[[nodiscard]] std::unique_ptr<Endpoints> make_webservice(const Account& account);

}  // namespace locker::service
