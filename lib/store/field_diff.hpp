#pragma once

#include <string_view>
#include <vector>

#include "lib/connector/descriptor.hpp"
#include "lib/store/history.hpp"

namespace locker::store {

/// The fields that differ between two forms of an object, by dotted path, without volatile ones and
/// seeing a field's two names as one. Objects are gone into; arrays and scalars are shown whole.
[[nodiscard]] std::vector<FieldChange> field_diff(std::string_view before, std::string_view after,
                                                  const connector::Type* type);

}  // namespace locker::store
