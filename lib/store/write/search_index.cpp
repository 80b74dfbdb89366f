#include "lib/store/write/search_index.hpp"

#include <algorithm>
#include <utility>

namespace locker::store {
namespace {

constexpr std::size_t kLongText = 16 << 10, kMostAdded = 1 << 20;

}  // namespace

void SearchIndex::add(std::int64_t record, std::int64_t sort, IndexedWords words) {
  const std::size_t size = words.text.size();
  if (size == 0) return;
  if (size >= kLongText) added_bytes_ += size;
  added_.push_back({record, sort, std::move(words)});
  if (added_bytes_ > kMostAdded) flush();
}

void SearchIndex::remove(std::int64_t record, std::int64_t sort) {
  // What was not written yet is not in the index.
  if (std::erase_if(added_, [&](const Entry& entry) { return entry.record == record; }) > 0) return;
  statement_.run("DELETE FROM search WHERE rowid = ?", sort);
  statement_.run("DELETE FROM entry WHERE record = ?", record);
}

void SearchIndex::flush() {
  for (const auto& entry : added_)
    if (entry.words.segmented)
      statement_.run("INSERT INTO entry(record, text) VALUES (?, ?)", entry.record, entry.words.text);
  std::ranges::sort(added_, {}, &Entry::sort);
  for (const auto& entry : added_)
    statement_.run("INSERT INTO search(rowid, text) VALUES (?, ?)", entry.sort, entry.words.text);
  added_.clear();
  added_bytes_ = 0;
}

}  // namespace locker::store
