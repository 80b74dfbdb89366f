#pragma once

#include <string>
#include <string_view>

namespace locker::exchange {

/// Decodes a JSON string, quotes included. `spelled` has been validated as JSON before.
[[nodiscard]] std::string json_text(std::string_view spelled);

}  // namespace locker::exchange
