#pragma once

#include <cstdint>
#include <vector>

#include "lib/store/write/prepared.hpp"
#include "lib/store/write/statements.hpp"

namespace locker::store {

/// Writes the full-text index (`search`), and the segmented texts of those records whose own will not do
/// (`entry`). FTS5 takes the words of a record out again by reading what the record shows (`search_text`): so
/// a record is removed before that changes, and added after it. Inside a WriteTransaction.
class SearchIndex {
 public:
  explicit SearchIndex(Statements& statement) : statement_(statement) {}

  /// What is found of a record; written by flush(). Nothing where it has neither text nor name.
  void add(std::int64_t record, std::int64_t sort, IndexedWords words);
  /// Once for each add().
  void remove(std::int64_t record, std::int64_t sort);
  /// Writes what was added, in rising order as FTS5 wants it. Before the commit; texts that are long are
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
