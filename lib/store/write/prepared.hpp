#pragma once

#include <string>

#include "lib/store/write/digest.hpp"
#include "lib/store/write/observation.hpp"
#include "lib/store/write/stored_text.hpp"

namespace locker::store {

/// What the full-text index contains of a record.
struct IndexedWords {
  std::string text;
  bool segmented = false;  ///< not what the record shows: stored for it in `entry`
};

[[nodiscard]] IndexedWords words_of(std::string_view text, std::string_view name);

/// The data stored for an observation that can be computed without the database: half of the CPU time that
/// storing it takes. An otherwise idle thread computes it in advance (Observation::prepared).
struct Prepared {
  explicit Prepared(const Observation& what);

  Digest sha256;
  StoredText text;
  IndexedWords words;
};

}  // namespace locker::store
