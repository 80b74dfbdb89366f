#pragma once

#include <string_view>

namespace locker::text {

/// True if the whole text is valid UTF-8.
[[nodiscard]] bool is_utf8(std::string_view text);

}  // namespace locker::text
