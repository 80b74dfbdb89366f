#include "lib/store/candidates.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <deque>
#include <limits>

#include "lib/base/error.hpp"
#include "lib/store/sort_key.hpp"

namespace locker::store {
namespace {

using Ids = std::vector<std::int64_t>;

/// Rows read in one transaction: little at first, since most queries want few.
constexpr int kFirstChunk = 64;
constexpr int kLargestChunk = 4'096;

/// What lies between `since` and `until`, as bounds of `sort`. Without bounds what has no time counts too.
struct SortBounds {
  std::int64_t below = std::numeric_limits<std::int64_t>::max();
  std::int64_t from = std::numeric_limits<std::int64_t>::min();

  explicit SortBounds(const QueryFilter& filter) {
    if (filter.until) below = sort_key(*filter.until, 0);
    if (filter.since)
      from = sort_key(*filter.since, 0);
    else if (filter.until)
      from = kTimelessEnd;
  }
};

/// One pair's records, newest first, by its index.
class PairRows {
 public:
  PairRows(const Database& database, Pair pair, const SortBounds& bounds)
      : statement_(database.sqlite(),
                   "SELECT id, sort FROM record WHERE account = ? AND type = ? AND sort < ? AND sort >= ?"
                   " ORDER BY sort DESC LIMIT ?"),
        pair_(pair),
        bounds_(bounds) {}

  /// The newest one not yet taken; absent at the end.
  const std::pair<std::int64_t, std::int64_t>* front() {
    if (rows_.empty() && !ended_) fill();
    return rows_.empty() ? nullptr : &rows_.front();
  }
  void pop() { rows_.pop_front(); }

 private:
  void fill() {
    statement_.bind(1, pair_.account);
    statement_.bind(2, pair_.type);
    statement_.bind(3, bounds_.below);
    statement_.bind(4, bounds_.from);
    statement_.bind(5, chunk_);
    while (statement_.executeStep())
      rows_.emplace_back(statement_.getColumn(1).getInt64(), statement_.getColumn(0).getInt64());
    statement_.reset();
    ended_ = rows_.size() < static_cast<std::size_t>(chunk_);
    if (!rows_.empty()) bounds_.below = rows_.back().first;
    chunk_ = std::min(chunk_ * 2, kLargestChunk);
  }

  SQLite::Statement statement_;
  Pair pair_;
  SortBounds bounds_;
  std::deque<std::pair<std::int64_t, std::int64_t>> rows_;  ///< sort, id
  int chunk_ = kFirstChunk;
  bool ended_ = false;
};

/// All records of some pairs, merged by time.
class MergedPairs : public Candidates {
 public:
  MergedPairs(const Database& database, const std::vector<Pair>& pairs, const QueryFilter& filter) {
    for (const Pair pair : pairs)
      sources_.push_back(std::make_unique<PairRows>(database, pair, SortBounds(filter)));
  }

  Ids next() override {
    Ids ids;
    while (ids.size() < kFirstChunk) {
      PairRows* newest = nullptr;
      for (const auto& source : sources_)
        if (source->front() && (!newest || source->front()->first > newest->front()->first))
          newest = source.get();
      if (!newest) break;
      ids.push_back(newest->front()->second);
      newest->pop();
    }
    return ids;
  }

 private:
  std::vector<std::unique_ptr<PairRows>> sources_;
};

/// The hits of a search, newest first: the index is read from its end, as far as wanted.
class Hits : public Candidates {
 public:
  Hits(const Database& database, const QueryFilter& filter)
      : statement_(database.sqlite(),
                   "SELECT s.rowid, r.id FROM search s CROSS JOIN record r ON r.sort = s.rowid"
                   " WHERE s.search MATCH ? AND s.rowid < ? AND s.rowid >= ? ORDER BY s.rowid DESC LIMIT ?"),
        match_(filter.match),
        bounds_(filter) {}

  Ids next() override try {
    Ids ids;
    statement_.bind(1, match_);
    statement_.bind(2, bounds_.below);
    statement_.bind(3, bounds_.from);
    statement_.bind(4, chunk_);
    while (statement_.executeStep()) {
      bounds_.below = statement_.getColumn(0).getInt64();
      ids.push_back(statement_.getColumn(1).getInt64());
    }
    statement_.reset();
    chunk_ = std::min(chunk_ * 2, kLargestChunk);
    return ids;
  } catch (const SQLite::Exception& error) {
    throw Error(ErrorKind::usage, std::string("the search cannot be read: ") + error.what(),
                "quote words that are meant literally");
  }

 private:
  SQLite::Statement statement_;
  std::string match_;
  SortBounds bounds_;
  int chunk_ = kFirstChunk;
};

bool has_order_of_its_own(const connector::Registry& registry, std::string_view stream) {
  const auto name = stream.substr(0, stream.find('/'));
  for (const connector::Connector* connector : registry.all())
    if (const auto* stated = connector->stream(name)) return stated->order == connector::Order::by_addition;
  return true;
}

/// The members of streams: ids only, so a million fit into some megabytes.
class Members : public Candidates {
 public:
  Members(const Database& database, const connector::Registry& registry,
          const std::vector<std::string>& streams, std::int64_t at_seq) {
    const bool by_position = std::ranges::all_of(
        streams, [&](const std::string& stream) { return has_order_of_its_own(registry, stream); });
    // Once for each record, where it stands first.
    SQLite::Statement rows(database.sqlite(),
                           by_position
                               ? "SELECT m.record FROM membership m JOIN stream s ON s.id = m.stream"
                                 " WHERE (s.name = ?1 OR s.name || '/' || s.part = ?1) AND m.began <= ?2"
                                 " AND (m.ended IS NULL OR m.ended > ?2)"
                                 " ORDER BY s.account, s.id, m.placed DESC, m.position"
                               : "SELECT m.record FROM membership m JOIN stream s ON s.id = m.stream"
                                 " JOIN record r ON r.id = m.record"
                                 " WHERE (s.name = ?1 OR s.name || '/' || s.part = ?1) AND m.began <= ?2"
                                 " AND (m.ended IS NULL OR m.ended > ?2) ORDER BY r.sort DESC");
    for (const auto& stream : streams) {
      rows.reset();
      rows.bind(1, stream);
      rows.bind(2, at_seq);
      while (rows.executeStep()) ids_.push_back(rows.getColumn(0).getInt64());
    }
    rows.reset();
    drop_repeated(database, by_position || streams.size() == 1);
  }

  Ids next() override {
    const auto end = std::min(ids_.size(), at_ + kLargestChunk);
    Ids ids(ids_.begin() + static_cast<std::ptrdiff_t>(at_), ids_.begin() + static_cast<std::ptrdiff_t>(end));
    at_ = end;
    return ids;
  }

 private:
  void drop_repeated(const Database& database, bool ordered) {
    std::vector<std::pair<std::int64_t, std::size_t>> places;
    for (std::size_t i = 0; i < ids_.size(); ++i) places.emplace_back(ids_[i], i);
    std::ranges::sort(places);
    const auto again = std::ranges::unique(places, {}, &std::pair<std::int64_t, std::size_t>::first);
    places.erase(again.begin(), again.end());
    if (ordered) {
      std::ranges::sort(places, {}, &std::pair<std::int64_t, std::size_t>::second);
    } else {
      SQLite::Statement sort(database.sqlite(), "SELECT sort FROM record WHERE id = ?");
      std::vector<std::pair<std::int64_t, std::int64_t>> by_time;
      for (const auto& [id, place] : places) {
        sort.reset();
        sort.bind(1, id);
        if (sort.executeStep()) by_time.emplace_back(sort.getColumn(0).getInt64(), id);
      }
      std::ranges::sort(by_time, std::greater<>());
      ids_.clear();
      for (const auto& [key, id] : by_time) ids_.push_back(id);
      return;
    }
    Ids once;
    for (const auto& [id, place] : places) once.push_back(id);
    ids_ = std::move(once);
  }

  Ids ids_;
  std::size_t at_ = 0;
};

}  // namespace

std::unique_ptr<Candidates> candidates(const Database& database, const connector::Registry& registry,
                                       const QueryFilter& filter, const std::vector<Pair>& pairs,
                                       std::int64_t at_seq) {
  if (!filter.streams.empty()) return std::make_unique<Members>(database, registry, filter.streams, at_seq);
  // The index knows the present only; for an earlier state each record's text is looked at.
  if (!filter.match.empty() && at_seq == kNow) return std::make_unique<Hits>(database, filter);
  return std::make_unique<MergedPairs>(database, pairs, filter);
}

}  // namespace locker::store
