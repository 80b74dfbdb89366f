#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/serve/service_route.hpp"

namespace locker::serve {

/// The description of core's own routes (OpenAPI 3.1).
[[nodiscard]] std::string_view openapi_document();

/// The same with those of connectors, each by itself: what is served at `/openapi.json`.
[[nodiscard]] std::string openapi_document(const std::vector<ServiceRoute>& routes);

}  // namespace locker::serve
