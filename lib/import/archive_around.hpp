#pragma once

#include <filesystem>

#include "lib/import/importer.hpp"

namespace locker::imports {

/// The folder of an unpacked archive in which a file, or a folder of it, lies; empty: it lies in none.
[[nodiscard]] std::filesystem::path archive_around(const std::filesystem::path& file,
                                                   const Importer& importer);

}  // namespace locker::imports
