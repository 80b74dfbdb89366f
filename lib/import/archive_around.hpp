#pragma once

#include <filesystem>

#include "lib/import/importer.hpp"

namespace locker::imports {

/// Returns the folder of an unpacked archive that contains `file` (a file, or a folder of the archive); empty
/// if there is none.
[[nodiscard]] std::filesystem::path archive_around(const std::filesystem::path& file,
                                                   const Importer& importer);

}  // namespace locker::imports
