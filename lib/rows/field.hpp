#pragma once

#include <string_view>

#include "lib/connector/descriptor.hpp"
#include "lib/rows/cell.hpp"

namespace locker::rows {

/// What stands at a dotted path of a JSON object (`public_metrics.like_count`, `entities.urls.0`), as it
/// is spelled but without line breaks; nothing if there is none. `type` tells other names of a field.
[[nodiscard]] Cell json_field(std::string_view object, std::string_view path,
                              const connector::Type* type = nullptr);

}  // namespace locker::rows
