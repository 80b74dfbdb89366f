#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/store/history.hpp"

namespace locker::store {

/// Which fields do not count as changes of an object, and which fields have two names.
struct DiffRules {
  std::vector<std::string> left_out;  ///< dotted paths; a path also applies to each element of an array
  std::vector<std::pair<std::string, std::string>> aliases;
  bool only_shared = false;  ///< ignore fields that only one form has: the forms are of two shapes
};

/// Returns the fields that differ between two forms of an object, by dotted path. Descends into objects;
/// reports arrays and scalars whole, as spelled. Ignores white space, key order and escapes; compares numbers
/// as spelled.
[[nodiscard]] std::vector<FieldChange> field_diff(std::string_view before, std::string_view after,
                                                  const DiffRules& rules);

}  // namespace locker::store
