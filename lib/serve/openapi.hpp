#pragma once

#include <string_view>

namespace locker::serve {

/// The description of core's own routes (OpenAPI 3.1), served at `/openapi.json`.
[[nodiscard]] std::string_view openapi_document();

}  // namespace locker::serve
