#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace locker::serve {

/// The members of an object that have one of these names, as they are spelled; of one name the first. They
/// are found without reading what else is there, in memory that does not grow with it. `object` is JSON that
/// was checked (foreign::is_json); none for what is no object.
using Members = std::map<std::string_view, std::string_view>;
[[nodiscard]] Members members(std::string_view object, std::span<const std::string_view> names);

/// The text of a string as it is spelled in JSON; absent for anything else.
[[nodiscard]] std::optional<std::string> text_of(std::string_view spelled);

}  // namespace locker::serve
