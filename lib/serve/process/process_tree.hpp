#pragma once

#include <sys/types.h>

#include <vector>

namespace locker::serve {

/// All living descendants of a process, also those that left its group or session; children before
/// their own children. From /proc.
[[nodiscard]] std::vector<pid_t> descendants_of(pid_t ancestor);

}  // namespace locker::serve
