#pragma once

#include <vector>

#include "lib/connector/descriptor.hpp"

namespace locker::connectors::twitter {

/// What X's API lists: request sizes, depths, marks, scopes and prices as X's own documentation of 2026 gives
/// them. Prices are in millionths of a dollar, times in seconds.
[[nodiscard]] std::vector<connector::Stream> streams();

}  // namespace locker::connectors::twitter
