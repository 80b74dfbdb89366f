#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace locker::serve {

/// What 2011's `config.json` says (facts of locker-2011, 1.2), as far as it still means something.
struct CoreConfig {
  std::optional<std::string> host;           ///< lockerHost
  std::optional<int> port;                   ///< lockerPort
  std::vector<std::string> scanned_folders;  ///< scannedDirs, relative to the home
};

/// Throws Error{usage} naming the file, if it is not there or cannot be understood.
[[nodiscard]] CoreConfig read_config(const std::filesystem::path& file);

}  // namespace locker::serve
