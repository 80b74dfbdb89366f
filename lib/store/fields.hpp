#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace locker::store {

/// One member of a JSON object, as spelled: both views point into the object's bytes.
struct Field {
  std::string_view key;    ///< between the quotes, escapes not decoded
  std::string_view value;  ///< without surrounding white space
};

/// Returns the members of a stored JSON object. The object was validated when it was stored, so this only
/// finds where members begin and end; it preserves the spelling, which a parser does not. Empty for anything
/// but an object.
[[nodiscard]] std::vector<Field> top_level_fields(std::string_view object);

/// Calls `take` for each member in turn, for an object that may have more members than fit in memory.
void each_field(std::string_view object, const std::function<void(const Field&)>& take);

/// Returns the elements of a stored JSON array, as spelled. Empty for anything but an array.
[[nodiscard]] std::vector<std::string_view> array_elements(std::string_view array);

[[nodiscard]] bool is_one_line(std::string_view json);
/// Returns one-line JSON unchanged; removes all white space between the tokens of any other.
[[nodiscard]] std::string in_one_line(std::string_view json);

}  // namespace locker::store
