#include "lib/store/write/search_index.hpp"

#include <algorithm>
#include <utility>

#include "lib/store/searchable.hpp"

namespace locker::store {

void SearchIndex::add(std::int64_t record, std::int64_t sort, std::string_view text, std::string_view name) {
  if (std::string entry = searchable(text, name); !entry.empty())
    added_.push_back({record, sort, std::move(entry)});
}

/// The index takes back what `entry` says that it has, so the entry goes right after.
void SearchIndex::remove(std::int64_t record, std::int64_t sort) {
  std::erase_if(added_, [&](const Entry& entry) { return entry.record == record; });
  statement_.run("DELETE FROM search WHERE rowid = ?", sort);
  statement_.run("DELETE FROM entry WHERE record = ?", record);
}

void SearchIndex::flush() {
  for (const auto& entry : added_)
    statement_.run("INSERT INTO entry(record, text) VALUES (?, ?)", entry.record, entry.text);
  std::ranges::sort(added_, {}, &Entry::sort);
  for (const auto& entry : added_)
    statement_.run("INSERT INTO search(rowid, text) VALUES (?, ?)", entry.sort, entry.text);
  added_.clear();
}

}  // namespace locker::store
