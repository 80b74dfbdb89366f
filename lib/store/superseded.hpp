#pragma once

#include <vector>

#include "lib/store/history.hpp"

namespace locker::store {

/// Inserts the versions of a record that changed nothing at their places among its changes, which are in
/// ascending order: versions from an archive, and versions stored after a later one of their shape.
void insert_superseded(const Database& database, std::vector<Change>& changes);

}  // namespace locker::store
