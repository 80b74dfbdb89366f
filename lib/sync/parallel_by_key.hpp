#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace locker::sync {

/// Calls `work` with the index of each key: in order for equal keys, in parallel for different keys, which
/// have a thread each. Returns when all calls have returned. `work` must not throw.
void parallel_by_key(const std::vector<std::string>& keys, const std::function<void(std::size_t)>& work);

}  // namespace locker::sync
