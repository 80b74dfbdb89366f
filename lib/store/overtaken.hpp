#pragma once

#include <vector>

#include "lib/store/history.hpp"

namespace locker::store {

/// Puts the versions of a record that were stored after a later one of their shape, and so changed
/// nothing, at their places among its changes, which rise.
void insert_overtaken(const Database& database, std::vector<Change>& changes);

}  // namespace locker::store
