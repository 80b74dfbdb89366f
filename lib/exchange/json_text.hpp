#pragma once

#include <string>
#include <string_view>

namespace locker::exchange {

/// The text of a JSON string as it is spelled, quotes included. It was checked before.
[[nodiscard]] std::string json_text(std::string_view spelled);

}  // namespace locker::exchange
