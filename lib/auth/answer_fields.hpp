#pragma once

#include <chrono>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace locker::auth {

/// Fields of an answer at a service's sign-in endpoints, read liberally: what is of another kind than the
/// documents say counts as absent.

/// Empty if it is absent or no text.
[[nodiscard]] std::string text_field(const nlohmann::json& answer, const char* key);

/// A number of seconds, also one that is spelled as text; from zero to `most`.
[[nodiscard]] std::optional<std::chrono::seconds> seconds_field(const nlohmann::json& answer, const char* key,
                                                                std::chrono::seconds most);

/// The scopes in a text that lists them, set apart by spaces (RFC 6749 section 3.3) or commas.
[[nodiscard]] std::vector<std::string> scopes_in(std::string_view text);

}  // namespace locker::auth
