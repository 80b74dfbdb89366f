#pragma once

#include <string>

#include "lib/connector/descriptor.hpp"

namespace locker::store {

/// Returns the SQL of one view for each stream that any connector declares: `bookmark-folders` becomes
/// `bookmark_folders`. Each view contains the stream's current members, of all accounts, in the service's
/// order.
[[nodiscard]] std::string stream_views(const connector::Registry& registry);

}  // namespace locker::store
