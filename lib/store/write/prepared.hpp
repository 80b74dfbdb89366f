#pragma once

#include <string>

#include "lib/store/write/digest.hpp"
#include "lib/store/write/kept_text.hpp"
#include "lib/store/write/observation.hpp"

namespace locker::store {

/// The text of a record in the full-text index.
struct IndexedWords {
  std::string text;
  bool segmented = false;  ///< it differs from what the record shows, and is stored beside it (`entry`)
};

[[nodiscard]] IndexedWords words_of(std::string_view text, std::string_view name);

/// What storing an observation computes without the database. Another thread can do that in advance
/// (Observation::prepared).
struct Prepared {
  explicit Prepared(const Observation& what);

  Digest sha256;
  KeptText text;
  IndexedWords words;
};

}  // namespace locker::store
