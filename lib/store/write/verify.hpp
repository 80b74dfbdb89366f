#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "lib/store/database.hpp"

namespace locker::store {

struct Verdict {
  std::int64_t records = 0, versions = 0, parts = 0, index_entries = 0;
  std::vector<std::string> problems;  ///< one line each, naming what is wrong; empty: all is well
};

/// Checks an archive from end to end: SQLite's own structure and references, every version's bytes
/// against the digest taken when they came, and the full-text index against the texts. Reads in
/// short transactions, so writers go on; only FTS5's own check holds up writers for a moment.
[[nodiscard]] Verdict verify(const Database& database, const std::stop_token& stop);

/// The first part alone, for a copy that was just written: structure and digests.
[[nodiscard]] Verdict verify_copy(const Database& database, const std::stop_token& stop);

}  // namespace locker::store
