#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "lib/store/database.hpp"

namespace locker::store {

struct Verdict {
  bool whole_schema = true;  ///< no table, index or view is missing or changed
  std::int64_t records = 0, versions = 0, parts = 0, index_entries = 0;
  bool index_structure =
      false;  ///< FTS5 has checked its own structure, which it does only where it may write
  std::vector<std::string> problems;  ///< one line each, naming what is wrong; empty: all is well
};

/// Checks an archive from end to end: its schema, SQLite's own structure and references, every version's
/// bytes against the digest taken when they came, the full-text index against the texts, and what records,
/// versions, memberships and changes say of each other. Reads in
/// short transactions, so writers go on; only FTS5's own check holds up writers for a moment, and is left
/// out of a database that was opened for reading.
[[nodiscard]] Verdict verify(const Database& database, const std::stop_token& stop);

/// The same of a file that was just written, and that nobody else has opened yet.
[[nodiscard]] Verdict verify_copy(const std::filesystem::path& file, const std::stop_token& stop);

}  // namespace locker::store
