#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace locker {

/// Returns the content of a file that this program stores for its own use; absent if there is none. Throws
/// Error{internal}, without waiting, if it cannot be read, or if a folder, a pipe or a device is in its
/// place.
[[nodiscard]] std::optional<std::string> read_state_file(const std::filesystem::path& path);

}  // namespace locker
