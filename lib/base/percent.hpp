#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace locker {

/// Decodes %XX, and `+` to a space if `plus_is_space`. Absent for a malformed escape.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);

/// True if a segment of the path is `..`.
[[nodiscard]] bool has_parent_segment(std::string_view path);

}  // namespace locker
