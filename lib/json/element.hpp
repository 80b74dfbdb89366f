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

/// Returns the values of the array at `path`, or the one value that is there instead; none for null or if
/// nothing is there.
[[nodiscard]] std::vector<Element> values_at(const Page& page, std::initializer_list<std::string_view> path);

}  // namespace locker::json
