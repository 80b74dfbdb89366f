#pragma once

#include <cstdint>
#include <string>

namespace locker::media {

/// A medium that a connector found in a record's JSON.
struct Found {
  std::string key, kind;
  std::string url;         ///< of the best quality; empty: unknown
  std::string alt;         ///< the author's description
  std::int64_t bytes = 0;  ///< approximate size; 0: unknown
};

}  // namespace locker::media
