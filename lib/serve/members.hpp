#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace locker::serve {

/// Returns the members of an object that have one of these names, with their values as spelled in the JSON
/// text; of a repeated name the last, as in JavaScript. Other members are skipped without being parsed, in
/// constant memory. `object` must be JSON that was checked (foreign::is_json); the result is empty if it is
/// no object.
using Members = std::map<std::string_view, std::string_view>;
[[nodiscard]] Members members(std::string_view object, std::span<const std::string_view> names);

/// Decodes a JSON string; absent for any other value.
[[nodiscard]] std::optional<std::string> text_of(std::string_view spelled);

}  // namespace locker::serve
