#pragma once

#include <chrono>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace locker::auth {

/// Lenient access to the fields of a sign-in endpoint's response: a value of an unexpected type counts as
/// absent.

/// Returns the string; empty if absent or no string.
[[nodiscard]] std::string text_field(const nlohmann::json& answer, const char* key);

/// Returns a number of seconds from zero to `most`, given as a number or as a string.
[[nodiscard]] std::optional<std::chrono::seconds> seconds_field(const nlohmann::json& answer, const char* key,
                                                                std::chrono::seconds most);

/// Splits a list of scopes, separated by spaces (RFC 6749 section 3.3) or commas.
[[nodiscard]] std::vector<std::string> scopes_in(std::string_view text);

}  // namespace locker::auth
