#pragma once

namespace locker {

/// Keeps what is freed for what comes next, up to some megabytes, instead of giving it back to the
/// system each time: page after page of the same size is read into memory that is there already.
void keep_freed_memory();

}  // namespace locker
