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
  bool index_structure = false;       ///< FTS5 checked its own structure, which requires write access
  std::vector<std::string> problems;  ///< one line each, naming what is wrong; empty: no problem
};

/// Verifies an archive from end to end: its schema, SQLite's own structure and references, every version's
/// bytes against the digest taken when they arrived, the full-text index against the texts, and records,
/// versions, memberships and changes against each other. Reads in short transactions, so writers are not
/// blocked; only FTS5's own check blocks writers for a moment, and it is skipped for a database that was
/// opened for reading.
[[nodiscard]] Verdict verify(const Database& database, const std::stop_token& stop);

/// Does the same for a file that was just written and that nobody else has opened yet.
[[nodiscard]] Verdict verify_copy(const std::filesystem::path& file, const std::stop_token& stop);

}  // namespace locker::store
