#pragma once

#include <string_view>

#include "cli/output/cell.hpp"

namespace locker::cli {

/// What stands at a dotted path of a JSON object, as it is spelled; nothing if there is none.
[[nodiscard]] Cell json_field(std::string_view object, std::string_view path);

}  // namespace locker::cli
