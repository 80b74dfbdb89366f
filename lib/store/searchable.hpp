#pragma once

#include <string>
#include <string_view>

namespace locker::store {

/// What full text finds of a record: its name, then its text, segmented. Empty where it has neither.
[[nodiscard]] std::string searchable(std::string_view text, std::string_view name);

}  // namespace locker::store
