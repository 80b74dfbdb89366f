#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/serve/service_route.hpp"

namespace locker::serve {

/// Returns the description of core's own routes (OpenAPI 3.1).
[[nodiscard]] std::string_view openapi_document();

/// Returns the same with the connectors' routes added, as served at `/openapi.json`.
[[nodiscard]] std::string openapi_document(const std::vector<ServiceRoute>& routes);

}  // namespace locker::serve
