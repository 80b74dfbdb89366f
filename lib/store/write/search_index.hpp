#pragma once

#include <cstdint>
#include <vector>

#include "lib/store/write/prepared.hpp"
#include "lib/store/write/statements.hpp"

namespace locker::store {

/// Writes the full-text index (`search`), and the segmented texts of the records whose own texts cannot be
/// indexed as they are (`entry`). FTS5 removes the words of a record by reading what the record shows
/// (`search_text`), so a record must be removed before that changes, and added after it. Use inside a
/// WriteTransaction.
class SearchIndex {
 public:
  explicit SearchIndex(Statements& statement) : statement_(statement) {}

  /// Adds the words of a record; flush() writes them. Does nothing if there are none.
  void add(std::int64_t record, std::int64_t sort, IndexedWords words);
  /// Call once for each add().
  void remove(std::int64_t record, std::int64_t sort);
  /// Writes what was added, in ascending order as FTS5 wants it. Call before the commit; long texts are
  /// written earlier, a few at a time.
  void flush();

 private:
  struct Entry {
    std::int64_t record = 0, sort = 0;
    IndexedWords words;
  };
  Statements& statement_;
  std::vector<Entry> added_;
  std::size_t added_bytes_ = 0;  ///< of long texts
};

}  // namespace locker::store
