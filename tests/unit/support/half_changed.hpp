#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <string>

namespace locker::test {

/// Creates a database without a write-ahead log in the state that a program killed in the middle of a change
/// leaves: part of the change is in the file, and the previous content in the journal next to it. The change
/// creates a table `theirs`.
inline void leave_half_changed(const std::filesystem::path& file) {
  const std::string changed = file.string() + ".changed";
  std::filesystem::copy_file(file, changed);
  {
    SQLite::Database writer(changed, SQLite::OPEN_READWRITE);
    writer.exec("PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1; BEGIN; CREATE TABLE theirs(x)");
    writer.exec(
        "INSERT INTO theirs WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 400)"
        " SELECT randomblob(4000) FROM n");
    for (const char* ending : {"", "-journal"})
      std::filesystem::copy_file(changed + ending, file.string() + ending,
                                 std::filesystem::copy_options::overwrite_existing);
  }
  std::filesystem::remove(changed);
}

}  // namespace locker::test
