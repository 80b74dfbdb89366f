#include "lib/store/write/memberships.hpp"

#include <string_view>

namespace locker::store {
namespace {

/// The removal guard (design 4.6): a walk that would end more than half, and more than ten, asks.
constexpr std::int64_t kGuardedFrom = 10;

/// Pages in which more members than these have moved are placed anew as they come.
constexpr int kMostBreaks = 8;

/// Numeric comparison of decimal ids of any length.
bool greater_id(std::string_view a, std::string_view b) {
  return a.size() != b.size() ? a.size() > b.size() : a > b;
}

}  // namespace

/// A current membership as it was before this walk met it.
struct Memberships::Standing {
  std::int64_t began = 0, first_walk = 0, last_walk = 0, placed = 0, position = 0;
  [[nodiscard]] Place place() const { return {-placed, position}; }
};

Memberships::Memberships(Core& core, std::int64_t account, std::int64_t stream, std::int64_t walk,
                         std::int64_t settled, std::int64_t met, Instant now)
    : core_(core),
      account_(account),
      stream_(stream),
      walk_(walk),
      settled_(settled),
      position_(met),
      now_(now),
      first_page_(met == 0) {
  auto& row = core_.statement("SELECT deep_placed, deep_position FROM stream WHERE id = ? AND deep_walk = ?");
  Statements::bind_all(row, stream_, walk_);
  if (row.executeStep()) deepest_ = Place(-row.getColumn(0).getInt64(), row.getColumn(1).getInt64());
  row.reset();
}

void Memberships::meet(std::int64_t record, std::string_view detail, PageResult& result) {
  const std::int64_t met = position_++;
  auto& row = core_.statement(
      "SELECT began, first_walk, last_walk, placed, position FROM membership"
      " WHERE stream = ? AND record = ? AND ended IS NULL");
  Statements::bind_all(row, stream_, record);
  if (!row.executeStep()) {
    row.reset();
    make_room(Place(-walk_, met));
    const auto seq = core_.log(Action::add, account_, record, stream_, std::nullopt, now_);
    core_.statement.run(
        "INSERT INTO membership(stream, record, began, first_walk, last_walk, met, placed, position, detail)"
        " VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?4, ?5, ?6)",
        stream_, record, seq, walk_, met, or_null(detail));
    deepest_ = Place(-walk_, met);
    ++result.counts.added;
    ++result.fresh;
    return;
  }
  const Standing standing{row.getColumn(0).getInt64(), row.getColumn(1).getInt64(),
                          row.getColumn(2).getInt64(), row.getColumn(3).getInt64(),
                          row.getColumn(4).getInt64()};
  row.reset();
  if (!detail.empty())
    core_.statement.run(
        "UPDATE membership SET detail = ?4 WHERE stream = ?1 AND record = ?2 AND began = ?3"
        " AND detail IS NOT ?4",
        stream_, record, standing.began, detail);
  if (standing.last_walk == walk_) return;  // a page repeated itself, or shifted meanwhile
  if (standing.first_walk > settled_) {
    ++result.fresh;
  } else {
    ++result.known;
    if (last_known_ ? standing.place() < *last_known_ : first_page_ && !leads_the_stream(standing))
      result.in_order = false;
    last_known_ = standing.place();
  }
  keep_or_move(standing, record, met);
}

/// A member stays in its place as long as all that the walk met before stand above it. One that would
/// stand above some of them shows that these have moved up, or that it is new in their midst: then all
/// that the walk met so far are placed anew, in front of everything. So what the walk did not come
/// to, or no longer finds, keeps its place among its neighbours, however far the walk goes.
void Memberships::make_room(const Place& next) {
  if (!deepest_ || *deepest_ < next || breaks_ == kMostBreaks) return;
  core_.statement.run(
      "UPDATE membership SET placed = last_walk, position = met"
      " WHERE stream = ?1 AND last_walk = ?2 AND placed < ?2 AND ended IS NULL",
      stream_, walk_);
  ++breaks_;
}

void Memberships::keep_or_move(const Standing& standing, std::int64_t record, std::int64_t met) {
  make_room(standing.place());
  const Place place = breaks_ < kMostBreaks ? standing.place() : Place(-walk_, met);
  core_.statement.run(
      "UPDATE membership SET last_walk = ?4, met = ?5, placed = ?6, position = ?7"
      " WHERE stream = ?1 AND record = ?2 AND began = ?3",
      stream_, record, standing.began, walk_, met, -place.first, place.second);
  deepest_ = place;
}

void Memberships::save() {
  if (deepest_)
    core_.statement.run("UPDATE stream SET deep_walk = ?, deep_placed = ?, deep_position = ? WHERE id = ?",
                        walk_, -deepest_->first, deepest_->second, stream_);
}

bool Memberships::leads_the_stream(const Standing& standing) {
  // Something known now stands first that did not before: what stood above it may have moved, and
  // something new may lie below it.
  return !core_.statement.number(
      "SELECT 1 FROM membership WHERE stream = ?1 AND ended IS NULL AND last_walk < ?2 AND first_walk <= ?3"
      " AND (placed > ?4 OR (placed = ?4 AND position < ?5)) LIMIT 1",
      stream_, walk_, settled_, standing.placed, standing.position);
}

ProofResult Memberships::end_unmet(const Proof& proof) {
  ProofResult result;
  if (proof.none) return result;
  auto& rows = core_.statement(
      "SELECT m.record, m.began, r.key FROM membership m JOIN record r ON r.id = m.record"
      " WHERE m.stream = ? AND m.ended IS NULL AND m.last_walk < ? ORDER BY m.began");
  Statements::bind_all(rows, stream_, walk_);
  std::vector<std::pair<std::int64_t, std::int64_t>> unmet;
  while (rows.executeStep())
    if (proof.only_newer_than.empty() || greater_id(text_of(rows, 2), proof.only_newer_than))
      unmet.emplace_back(rows.getColumn(0).getInt64(), rows.getColumn(1).getInt64());
  rows.reset();
  const auto count = static_cast<std::int64_t>(unmet.size());
  if (!proof.unbroken) {
    result.unproven = count;
    return result;
  }
  const auto all =
      core_.statement.number("SELECT count(*) FROM membership WHERE stream = ? AND ended IS NULL", stream_)
          .value();
  if (!proof.accept_removals && count > kGuardedFrom && count * 2 > all) {
    result.guarded = count;
    return result;
  }
  for (const auto& [record, began] : unmet) {
    const auto seq = core_.log(Action::remove, account_, record, stream_, std::nullopt, now_);
    core_.statement.run("UPDATE membership SET ended = ? WHERE stream = ? AND record = ? AND began = ?", seq,
                        stream_, record, began);
  }
  result.removed = count;
  return result;
}

}  // namespace locker::store
