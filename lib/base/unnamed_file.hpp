#pragma once

#include <filesystem>

namespace locker {

/// Opens an unnamed file (0600) for reading and writing, which is deleted when it is closed. Returns -1 and
/// sets errno if that is impossible in that folder.
[[nodiscard]] int open_unnamed_file(const std::filesystem::path& folder);

}  // namespace locker
