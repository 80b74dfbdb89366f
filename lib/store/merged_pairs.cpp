#include "lib/store/merged_pairs.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>

#include "lib/store/sort_bounds.hpp"

namespace locker::store {
namespace {

/// The least number of rows in the first batch of a pair: kFirstBatchRows are for all pairs together.
constexpr std::size_t kLeastRows = 4;

constexpr char kRecordsOfPair[] =
    " WHERE r.account = ?1 AND r.type = ?2 AND r.sort < ?3 AND r.sort >= ?4 AND (?5 < 0 OR r.state = ?5)"
    " ORDER BY r.sort DESC";

/// One pair's records, newest first.
class PairRows {
 public:
  /// One of `pairs` that are read at the same time.
  PairRows(const Database& database, const QueryFilter& filter, Pair pair, Life life, std::size_t pairs)
      : scan_(database.sqlite(), select_rows(filter.parts) + kRecordsOfPair),
        bounds_(filter),
        batch_(database, pairs),
        wanted_(std::max(kFirstBatchRows / pairs, kLeastRows)) {
    scan_.bind(1, pair.account);
    scan_.bind(2, pair.type);
    scan_.bind(4, bounds_.from);
    scan_.bind(5, static_cast<std::int64_t>(life));
  }

  [[nodiscard]] bool at_end() {
    if (at_ == batch_.size() && !ended_) fill();
    return at_ == batch_.size();
  }
  /// The sort key of the current row, and the row itself. Only if not at the end.
  [[nodiscard]] std::int64_t sort() const { return batch_.sort(at_); }
  StoredRow take() { return batch_[at_++]; }

 private:
  void fill() {
    batch_.clear();
    at_ = 0;
    scan_.bind(3, bounds_.below);
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
  }

  Scan scan_;
  SortBounds bounds_;
  RowBatch batch_;
  std::size_t wanted_;
  std::size_t at_ = 0;
  bool ended_ = false;
};

class MergedPairs : public RowSource {
 public:
  MergedPairs(const Database& database, const QueryFilter& filter, const std::vector<Pair>& pairs,
              Life life) {
    for (const Pair pair : pairs) {
      auto rows = std::make_unique<PairRows>(database, filter, pair, life, pairs.size());
      if (!rows->at_end()) heap_.push_back(std::move(rows));
    }
    std::ranges::make_heap(heap_, &older);
  }

  const StoredRow* next() override {
    if (heap_.empty()) return nullptr;
    if (taken_) {
      // Only now: the returned row is in the batch that this may refill.
      std::ranges::pop_heap(heap_, &older);
      if (heap_.back()->at_end())
        heap_.pop_back();
      else
        std::ranges::push_heap(heap_, &older);
      if (heap_.empty()) return nullptr;
    }
    row_ = heap_.front()->take();
    taken_ = true;
    return &row_;
  }

 private:
  using Source = std::unique_ptr<PairRows>;
  static bool older(const Source& a, const Source& b) { return a->sort() < b->sort(); }

  std::vector<Source> heap_;
  StoredRow row_;
  bool taken_ = false;
};

}  // namespace

std::unique_ptr<RowSource> merged_pairs(const Database& database, const QueryFilter& filter,
                                        const std::vector<Pair>& pairs, Life life) {
  return std::make_unique<MergedPairs>(database, filter, pairs, life);
}

}  // namespace locker::store
