#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace locker::serve {

/// The settings in 2011's `config.json` (facts of locker-2011, 1.2) that are still supported.
struct CoreConfig {
  std::optional<std::string> host;           ///< lockerHost
  std::optional<int> port;                   ///< lockerPort
  std::vector<std::string> scanned_folders;  ///< scannedDirs, relative to the home
};

/// Throws Error{usage} naming the file if it is missing or malformed.
[[nodiscard]] CoreConfig read_config(const std::filesystem::path& file);

}  // namespace locker::serve
