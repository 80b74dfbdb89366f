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
  std::int64_t files = 0;          ///< of media that came along
  std::int64_t files_missing = 0;  ///< that did not, or not as they were
};

/// Puts an export (lib/exchange/lines.hpp) back into a home that holds no locker: the logical dump is
/// then what it was. Everything is made aside and checked; the home has a locker only when all of it is
/// there. `media` is the folder of the export's media, empty if none came along.
/// Throws Error{usage} where there is a locker already, Error{internal} for anything but a whole export.
Restored restore(const Home& home, const connector::Registry& registry, std::istream& lines,
                 const std::filesystem::path& media, const std::function<void(std::int64_t records)>& told,
                 const std::stop_token& stop);

}  // namespace locker::exchange
