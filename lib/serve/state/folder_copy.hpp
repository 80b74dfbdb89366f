#pragma once

#include <filesystem>

namespace locker::serve {

/// Throws Error{usage} naming what prevents copying a folder to `to`: an entry that is no file, folder or
/// link, one that is not readable, or that `to` is inside the folder.
void check_copy(const std::filesystem::path& from, const std::filesystem::path& to);

/// Replaces the folder `to` by a copy of `from`. After a crash the old or the new folder is complete; if the
/// file system can exchange two folders atomically, `to` also exists at every moment. Leaves nothing behind
/// on failure, and removes what an interrupted call left. Throws Error{usage} with the reason.
void replace_with_copy(const std::filesystem::path& to, const std::filesystem::path& from);

}  // namespace locker::serve
