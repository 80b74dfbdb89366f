#pragma once

#include <filesystem>

namespace locker {

/// Opens a file for reading and writing that has no name, is for its owner alone, and is gone when it is
/// closed. -1 if there can be none in that folder; errno says why.
[[nodiscard]] int open_unnamed_file(const std::filesystem::path& folder);

}  // namespace locker
