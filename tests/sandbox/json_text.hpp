#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace sandbox {

// Serialises JSON as X does: compact, with characters beyond the BMP as surrogate pairs (\uD83D\uDE1D) and
// all others as UTF-8.
std::string json_text(const nlohmann::json& value);
void append_json_string(std::string& out, std::string_view utf8);

}  // namespace sandbox
