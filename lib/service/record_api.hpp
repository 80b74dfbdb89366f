#pragma once

#include <memory>

#include "lib/service/account.hpp"
#include "lib/service/endpoints.hpp"

namespace locker::service {

/// Creates `/record/<type>/<id>` and `/record/<type>/<id>/history`. The type is given in full
/// (`status/twitter`) or as its first half; the later ids of an edit chain are resolved to the record.
[[nodiscard]] std::unique_ptr<Endpoints> make_record_api(const Account& account);

}  // namespace locker::service
