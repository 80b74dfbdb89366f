#pragma once

#include <initializer_list>
#include <string_view>
#include <vector>

#include "lib/json/page.hpp"

namespace locker::json {

/// An object of a page with its exact bytes. Valid as long as the page.
struct Element {
  Value value;
  std::string_view raw;
};

/// Returns the objects of the array at `path`, or the one object that is there instead; none for null or if
/// nothing is there. Throws Error{malformed} for anything else.
[[nodiscard]] std::vector<Element> values_at(const Page& page, std::initializer_list<std::string_view> path);

/// Returns the text of a member that may be absent or null, and is then empty. Throws Error{malformed} for
/// any other type: a page token that cannot be understood does not mean that there is none.
[[nodiscard]] std::string_view optional_text(Value object, std::string_view name);

}  // namespace locker::json
