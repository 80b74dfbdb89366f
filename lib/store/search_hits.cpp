#include "lib/store/search_hits.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>

#include "lib/base/error.hpp"
#include "lib/store/sort_bounds.hpp"

namespace locker::store {
namespace {

constexpr char kMatchingRecords[] =
    " WHERE s.search MATCH ?1 AND s.rowid < ?2 AND s.rowid >= ?3 AND r.sort = s.rowid"
    " AND (?4 < 0 OR r.state = ?4) ORDER BY s.rowid DESC";

[[noreturn]] void refuse_search(const SQLite::Exception& error) {
  throw Error(ErrorKind::usage, std::string("the search cannot be read: ") + error.what(),
              "quote words that are meant literally");
}

class SearchHits : public RowSource {
 public:
  SearchHits(const Database& database, const QueryFilter& filter, Life life)
      : scan_(database.sqlite(), select_rows(filter.parts, "search s CROSS JOIN ") + kMatchingRecords),
        bounds_(filter),
        batch_(database) {
    scan_.bind(1, filter.match);
    scan_.bind(3, bounds_.from);
    scan_.bind(4, static_cast<std::int64_t>(life));
  }

  const StoredRow* next() override {
    if (at_ == batch_.size() && !ended_) fill();
    if (at_ == batch_.size()) return nullptr;
    row_ = batch_[at_++];
    return &row_;
  }

 private:
  void fill() try {
    batch_.clear();
    at_ = 0;
    scan_.bind(2, bounds_.below);
    while (batch_.size() < wanted_ && !batch_.full()) {
      if (!scan_.step()) {
        ended_ = true;
        break;
      }
      batch_.add(scan_);
    }
    scan_.reset();
    batch_.rest();
    if (batch_.size() > 0) bounds_.below = batch_.sort(batch_.size() - 1);
    wanted_ = std::min(wanted_ * 4, kLargestBatchRows);
  } catch (const SQLite::Exception& error) {
    refuse_search(error);
  }

  Scan scan_;
  SortBounds bounds_;
  RowBatch batch_;
  StoredRow row_;
  std::size_t wanted_ = kFirstBatchRows;
  std::size_t at_ = 0;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<RowSource> search_hits(const Database& database, const QueryFilter& filter, Life life) {
  return std::make_unique<SearchHits>(database, filter, life);
}

std::vector<std::int64_t> all_hits(const Database& database, const QueryFilter& filter) try {
  const SortBounds bounds(filter);
  Scan scan(database.sqlite(),
            "SELECT rowid FROM search WHERE search MATCH ?1 AND rowid < ?2 AND rowid >= ?3 ORDER BY rowid");
  scan.bind(1, filter.match);
  scan.bind(2, bounds.below);
  scan.bind(3, bounds.from);
  std::vector<std::int64_t> sorts;
  while (scan.step()) sorts.push_back(scan.number(0));
  return sorts;
} catch (const SQLite::Exception& error) {
  refuse_search(error);
}

}  // namespace locker::store
