#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <istream>
#include <stop_token>

#include "lib/base/home.hpp"
#include "lib/connector/descriptor.hpp"

namespace locker::exchange {

struct Restored {
  std::int64_t records = 0;
  std::int64_t lines = 0;
  std::int64_t files = 0;          ///< media files restored
  std::int64_t files_missing = 0;  ///< media files that were missing or had changed
};

/// Restores an export (lib/exchange/lines.hpp) into a home that holds no locker, so that the logical dump is
/// the same. Everything is built in a staging folder and checked; the home has a locker only when all of it
/// is there. `media` is the folder with the export's media; empty if there is none.
/// Throws Error{usage} if there is a locker already or if a newer program made the export, and
/// Error{internal} for anything but a complete export.
Restored restore(const Home& home, const connector::Registry& registry, std::istream& lines,
                 const std::filesystem::path& media,
                 const std::function<void(std::int64_t records)>& on_progress, const std::stop_token& stop);

}  // namespace locker::exchange
