#pragma once

#include <sys/types.h>

#include <vector>

namespace locker::serve {

/// All living descendants of a process, also those that left its group or session; children before
/// their own children. From /proc.
[[nodiscard]] std::vector<pid_t> descendants_of(pid_t ancestor);

/// True once a process has begun to end, which is before its connections are closed, or is gone.
[[nodiscard]] bool is_ending(pid_t pid);

}  // namespace locker::serve
