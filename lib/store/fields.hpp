#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace locker::store {

/// One member of a JSON object as it is spelled: both views point into the object's bytes.
struct Field {
  std::string_view key;    ///< between the quotes, escapes as spelled
  std::string_view value;  ///< without surrounding white space
};

/// The members of a stored JSON object. It was checked when it was stored, so this only finds
/// where things begin and end; it keeps spellings, which a parser does not. Empty for anything
/// but an object.
[[nodiscard]] std::vector<Field> top_level_fields(std::string_view object);

/// The same one after the other, for an object that may have more of them than there is memory for.
void each_field(std::string_view object, const std::function<void(const Field&)>& take);

/// The elements of a stored JSON array, as they are spelled. Empty for anything but an array.
[[nodiscard]] std::vector<std::string_view> array_elements(std::string_view array);

[[nodiscard]] bool is_one_line(std::string_view json);
/// JSON without the line breaks between its tokens, and without other white space where there are any.
[[nodiscard]] std::string in_one_line(std::string_view json);

}  // namespace locker::store
