#pragma once

#include <cstdint>
#include <string>

namespace locker::media {

/// A medium as a connector finds it in a record's own bytes.
struct Found {
  std::string key, kind;
  std::string url;         ///< of its best quality; empty: not told
  std::string alt;         ///< what its author says it shows
  std::int64_t bytes = 0;  ///< about how large; 0: not told
};

}  // namespace locker::media
