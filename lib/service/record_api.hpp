#pragma once

#include <memory>

#include "lib/service/account.hpp"
#include "lib/service/endpoints.hpp"

namespace locker::service {

/// `/record/<type>/<id>` and `/record/<type>/<id>/history`, with the type in its long form
/// (`status/twitter`) or its first half; later ids of an edit chain lead to the record.
[[nodiscard]] std::unique_ptr<Endpoints> make_record_api(const Account& account);

}  // namespace locker::service
