#pragma once

#include <vector>

#include "lib/connector/descriptor.hpp"

namespace locker::connectors::twitter {

/// The type of posts.
inline constexpr char kPostType[] = "status/twitter";

/// The types of records from X's API and archive: their shapes and ranks, volatile fields, alternative field
/// names and web addresses.
[[nodiscard]] std::vector<connector::Type> types();

}  // namespace locker::connectors::twitter
