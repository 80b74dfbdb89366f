#include "lib/store/history.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>

#include "lib/store/memory_limit.hpp"
#include "lib/store/names.hpp"
#include "lib/store/query.hpp"
#include "lib/store/scan.hpp"
#include "lib/store/superseded.hpp"

namespace locker::store {
namespace {

/// Changes returned, and rows examined, per transaction.
constexpr std::size_t kChunk = 1'000, kFewer = 100;
constexpr int kMostLooked = 50'000;

constexpr std::array<const char*, 8> kActions{"",        "new", "update", "delete",
                                              "restore", "add", "remove", "forget"};

/// Builds one of four fixed statements: for one record or all, ascending or descending.
std::string statement_for(const HistoryFilter& filter) {
  std::string sql =
      "SELECT c.seq, c.time, c.action, c.account, c.stream, c.record, c.version, r.type, r.key"
      " FROM change c LEFT JOIN record r ON r.id = c.record WHERE ";
  sql += filter.record ? "c.record = ?2 AND " : "";
  return sql + (filter.rising ? "c.seq > ?1 ORDER BY c.seq" : "c.seq < ?1 ORDER BY c.seq DESC");
}

std::map<std::int64_t, std::string> stream_names(const Database& database) {
  Scan scan(database.sqlite(),
            "SELECT id, CASE WHEN part = '' THEN name ELSE name || '/' || part END FROM stream");
  std::map<std::int64_t, std::string> names;
  while (scan.step()) names.emplace(scan.number(0), scan.text(1));
  return names;
}

class History {
 public:
  History(const Database& database, const HistoryFilter& filter)
      : database_(database),
        filter_(filter),
        streams_(stream_names(database)),
        scan_(database.sqlite(), statement_for(filter)),
        is_memory_limited_(is_memory_limited(database)),
        most_(is_memory_limited_ ? kFewer : kChunk) {
    names_.emplace(database);
    from_ = filter.rising ? filter.after.value_or(0) : std::numeric_limits<std::int64_t>::max();
    if (filter.record) scan_.bind(2, *filter.record);
  }

  void run(const std::function<bool(const Change&)>& take) {
    while (!ended_)
      for (const auto& change : next())
        if (!take(change)) return;
  }

  std::vector<Change> next() {
    std::vector<Change> changes;
    scan_.bind(1, from_);
    for (int looked = 0; changes.size() < most_ && looked < kMostLooked; ++looked) {
      if (!scan_.step() || (!filter_.rising && filter_.after && scan_.number(0) <= *filter_.after)) {
        ended_ = true;
        break;
      }
      from_ = scan_.number(0);
      if (is_admitted()) changes.push_back(read());
    }
    scan_.reset();
    if (is_memory_limited_) release_pages(database_);
    return changes;
  }
  [[nodiscard]] bool ended() const { return ended_; }

 private:
  [[nodiscard]] bool is_admitted() {
    if (filter_.since && scan_.number(1) < to_millis(*filter_.since)) return false;
    know_names();
    if (!filter_.sources.empty() &&
        std::ranges::find(filter_.sources, names_->account(scan_.number(3))) == filter_.sources.end())
      return false;
    return admits_type(filter_.types, names_->type(scan_.number(7)));
  }

  /// Reloads the names if other processes added some since this query began.
  void know_names() {
    const bool known = !names_->account(scan_.number(3)).empty() &&
                       (scan_.is_null(7) || !names_->type(scan_.number(7)).empty()) &&
                       (scan_.is_null(4) || streams_.contains(scan_.number(4)));
    if (known) return;
    names_.emplace(database_);
    streams_ = stream_names(database_);
  }

  [[nodiscard]] Change read() {
    Change change;
    change.seq = scan_.number(0);
    change.time = from_millis(scan_.number(1));
    change.action = kActions[std::min(static_cast<std::size_t>(scan_.number(2)), kActions.size() - 1)];
    change.account = names_->account(scan_.number(3));
    if (!scan_.is_null(4)) change.stream = streams_[scan_.number(4)];
    change.record = scan_.number(5);
    change.version = scan_.number(6);
    change.type = names_->type(scan_.number(7));
    change.id = scan_.text(8);
    return change;
  }

  const Database& database_;
  const HistoryFilter& filter_;
  std::optional<Names> names_;
  std::map<std::int64_t, std::string> streams_;
  Scan scan_;
  const bool is_memory_limited_;
  const std::size_t most_;
  std::int64_t from_ = 0;
  bool ended_ = false;
};

/// Merges the histories of several records. A version that changed nothing stays after the change before it.
void history_of_several(const Database& database, const HistoryFilter& filter,
                        const std::function<bool(const Change&)>& take) {
  std::vector<std::pair<std::int64_t, Change>> all;
  for (const auto record : filter.records) {
    HistoryFilter one = filter;
    one.records.clear();
    one.record = record;
    one.rising = true;
    std::int64_t at = 0;
    history(database, one, [&](const Change& change) {
      if (change.seq > 0) at = change.seq;
      all.emplace_back(at, change);
      return true;
    });
  }
  std::ranges::stable_sort(all, {}, &std::pair<std::int64_t, Change>::first);
  if (!filter.rising) std::ranges::reverse(all);
  for (const auto& [at, change] : all)
    if (!take(change)) return;
}

}  // namespace

void history(const Database& database, const HistoryFilter& filter,
             const std::function<bool(const Change&)>& take) {
  if (!filter.records.empty()) return history_of_several(database, filter, take);
  History changes(database, filter);
  if (!filter.record || filter.after || filter.since) return changes.run(take);
  std::vector<Change> all;
  while (!changes.ended()) std::ranges::move(changes.next(), std::back_inserter(all));
  if (!filter.rising) std::ranges::reverse(all);
  insert_superseded(database, all);
  if (!filter.rising) std::ranges::reverse(all);
  for (const auto& change : all)
    if (!take(change)) return;
}

std::optional<std::int64_t> change_behind(const Database& database, std::string_view account,
                                          std::string_view type, std::string_view id) {
  Scan scan(database.sqlite(),
            "SELECT max(c.seq) FROM account a JOIN type t JOIN record r ON r.account = a.id AND r.type = t.id"
            " JOIN change c ON c.record = r.id"
            " WHERE a.name = ? AND t.name = ? AND r.key = ? AND c.action IN (1, 2, 4)");
  scan.bind(1, account);
  scan.bind(2, type);
  scan.bind(3, id);
  if (!scan.step() || scan.is_null(0)) return std::nullopt;
  return scan.number(0);
}

std::int64_t last_change(const Database& database) {
  return database.sqlite().execAndGet("SELECT coalesce(max(seq), 0) FROM change").getInt64();
}

}  // namespace locker::store
