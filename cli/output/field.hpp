#pragma once

#include <string_view>

#include "cli/output/cell.hpp"

namespace locker::cli {

/// What stands at a dotted path of a JSON object (`public_metrics.like_count`, `entities.urls.0`), as it
/// is spelled but without line breaks; nothing if there is none.
[[nodiscard]] Cell json_field(std::string_view object, std::string_view path);

/// JSON in one line: without the white space between its tokens where that breaks lines.
[[nodiscard]] RawJson in_one_line(std::string_view json);

}  // namespace locker::cli
