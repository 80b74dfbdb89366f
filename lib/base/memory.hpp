#pragma once

namespace locker {

/// Keeps what is freed for what comes next, up to some megabytes, instead of giving it back to the
/// system each time: page after page of the same size is read into memory that is there already.
void keep_freed_memory();

/// Gives what is freed back to the system, for a process that waits most of the time. The threads of its
/// connections share two heaps: each would otherwise have one of its own, and keep what was once needed.
void give_back_freed_memory();

}  // namespace locker
