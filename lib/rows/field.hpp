#pragma once

#include <string_view>

#include "lib/connector/descriptor.hpp"
#include "lib/rows/cell.hpp"

namespace locker::rows {

/// Returns the value at a dotted path of a JSON object (`public_metrics.like_count`, `entities.urls.0`),
/// spelled as there but without line breaks; nothing if absent. `type` supplies alternative field names.
[[nodiscard]] Cell json_field(std::string_view object, std::string_view path,
                              const connector::Type* type = nullptr);

}  // namespace locker::rows
