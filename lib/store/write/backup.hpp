#pragma once

#include <cstdint>
#include <filesystem>
#include <stop_token>

#include "lib/base/home.hpp"

namespace locker::store {

struct BackupResult {
  std::uintmax_t bytes = 0;
  std::int64_t records = 0, versions = 0;
};

/// Copies the archive, as of one moment, to `target` (0600) while others go on reading and writing. Verifies
/// the copy (structure, digests, index) before it gets its name, so only a good backup replaces an older one.
/// Contains no tokens, since the archive contains none.
/// Throws Error{usage} if `target` is something other than a locker backup: another file, or the live archive
/// of this or another locker, whose log would be applied to the copy.
BackupResult backup(const Home& home, const std::filesystem::path& target, const std::stop_token& stop);

}  // namespace locker::store
