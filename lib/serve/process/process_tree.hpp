#pragma once

#include <sys/types.h>

#include <vector>

namespace locker::serve {

/// Returns all living descendants of a process from /proc, including those that left its process group or
/// session; parents before their children.
[[nodiscard]] std::vector<pid_t> descendants_of(pid_t ancestor);

/// True if a process is gone or has begun to exit, which happens before its connections are closed.
[[nodiscard]] bool is_ending(pid_t pid);

}  // namespace locker::serve
