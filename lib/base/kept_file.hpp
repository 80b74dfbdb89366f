#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace locker {

/// The whole of a file that this program keeps for itself, or absent if there is none. Throws
/// Error{internal}, and waits for nobody, if it cannot be read, or if a folder, a pipe or a device is in its
/// place.
[[nodiscard]] std::optional<std::string> read_kept_file(const std::filesystem::path& path);

}  // namespace locker
