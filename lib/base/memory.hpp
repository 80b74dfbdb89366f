#pragma once

namespace locker {

/// Makes the allocator keep some megabytes of freed memory instead of returning it to the system each time,
/// for a process that reads page after page of about the same size.
void keep_freed_memory();

/// Allows the allocator a second arena, for a process in which one thread produces what another one consumes:
/// neither waits for the other's allocations.
void allow_second_heap();

/// Makes the allocator return freed memory to the system, for a process that is idle most of the time. All
/// threads share two arenas; otherwise each connection's thread would keep an arena at its peak size.
void give_back_freed_memory();

}  // namespace locker
