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

/// Copies the archive, as it is at one moment, to `target` (0600) while others go on reading and
/// writing. The copy is checked (structure, digests, index) before it takes its name, so an older
/// backup there is only replaced by a good one. Holds no tokens, since the archive holds none.
/// Throws Error{usage} if something that is no locker backup lies at `target`: another file, or the live
/// archive of this or another locker, whose log would be applied to the copy.
BackupResult backup(const Home& home, const std::filesystem::path& target, const std::stop_token& stop);

}  // namespace locker::store
