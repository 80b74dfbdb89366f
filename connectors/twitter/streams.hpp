#pragma once

#include <vector>

#include "lib/connector/descriptor.hpp"

namespace locker::connectors::twitter {

/// The streams of X's API, with page sizes, caps, marks, scopes and prices from X's documentation of 2026.
/// Prices are in millionths of a dollar, times in seconds.
[[nodiscard]] std::vector<connector::Stream> streams();

}  // namespace locker::connectors::twitter
