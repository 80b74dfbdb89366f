#pragma once

#include <string_view>

namespace locker::text {

/// Whether all of it is UTF-8.
[[nodiscard]] bool is_utf8(std::string_view text);

}  // namespace locker::text
