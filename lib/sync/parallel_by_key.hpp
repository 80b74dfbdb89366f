#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace locker::sync {

/// Calls `work` once for the index of each key: for equal keys one after the other in their order, for
/// different keys at the same time, each in a thread of its own. Returns when all are done. `work` throws
/// nothing.
void parallel_by_key(const std::vector<std::string>& keys, const std::function<void(std::size_t)>& work);

}  // namespace locker::sync
