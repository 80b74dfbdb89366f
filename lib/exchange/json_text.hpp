#pragma once

#include <string>
#include <string_view>

namespace locker::exchange {

/// As a JSON string. Stretches that need no escape, nearly all, are copied in one piece.
void append_json_text(std::string& out, std::string_view text);

/// The text of a JSON string as it is spelled, quotes included. It was checked before.
[[nodiscard]] std::string json_text(std::string_view spelled);

}  // namespace locker::exchange
