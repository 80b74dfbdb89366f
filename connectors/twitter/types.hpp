#pragma once

#include <vector>

#include "lib/connector/descriptor.hpp"

namespace locker::connectors::twitter {

/// The kinds of record that X's API and X's archive tell of: the shapes in which each comes, with the rank of
/// each, what in it passes, the names that a field has had, and where it lies on the web.
[[nodiscard]] std::vector<connector::Type> types();

}  // namespace locker::connectors::twitter
