#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/store/history.hpp"

namespace locker::store {

/// What does not count as a change of an object, and which fields have two names.
struct DiffRules {
  std::vector<std::string> left_out;  ///< dotted paths; a path goes into each element of an array
  std::vector<std::pair<std::string, std::string>> aliases;
  bool only_shared = false;  ///< a field that one form lacks says nothing: the forms are of two shapes
};

/// The fields that differ between two forms of an object, by dotted path. Objects are gone into; arrays
/// and scalars are given whole, as they are spelled. White space, the order of keys and escapes make no
/// difference; numbers are compared as spelled.
[[nodiscard]] std::vector<FieldChange> field_diff(std::string_view before, std::string_view after,
                                                  const DiffRules& rules);

}  // namespace locker::store
