#include "lib/store/write/memberships.hpp"

#include <algorithm>
#include <string_view>

namespace locker::store {
namespace {

/// The removal guard (design 4.6): a walk that would end more than half, and more than ten, needs
/// confirmation.
constexpr std::int64_t kGuardedFrom = 10;

/// If more members than this have moved on a page, the rest of the page gets new places as it comes.
constexpr int kMostBreaks = 8;

/// Compares decimal ids of any length as numbers.
bool greater_id(std::string_view a, std::string_view b) {
  return a.size() != b.size() ? a.size() > b.size() : a > b;
}

}  // namespace

Memberships::Memberships(WriteContext& context, std::int64_t account, std::int64_t stream, std::int64_t walk,
                         std::int64_t settled, std::int64_t met, Instant now)
    : context_(context),
      account_(account),
      stream_(stream),
      walk_(walk),
      settled_(settled),
      walked_(context, stream, walk, met),
      current_(context, stream),
      now_(now),
      first_page_(met == 0) {
  auto& row =
      context_.statement("SELECT deep_placed, deep_position FROM stream WHERE id = ? AND deep_walk = ?");
  Statements::bind_all(row, stream_, walk_);
  if (row.step()) deepest_ = Place(-row.number(0), row.number(1));
  row.reset();
}

void Memberships::meet(std::int64_t record, bool is_new, std::string_view detail, PageResult& result) {
  // A page may repeat members, or may have shifted meanwhile.
  const bool repeated = !is_new && walked_.contains(record);
  auto current = is_new || (repeated && detail.empty()) ? std::nullopt : current_.of(record);
  if (current && !detail.empty() && current->detail.empty())
    context_.statement.run(
        "UPDATE membership SET detail = ?4 WHERE stream = ?1 AND record = ?2 AND began = ?3", stream_, record,
        current->began, detail);
  if (!repeated) {
    if (current && detail_differs(*current, detail)) {
      end(*current, record);
      ++result.counts.removed;
      current.reset();
    }
    if (current)
      keep_membership(*current, record, result);
    else
      join(record, detail, result);
  }
  walked_.add(record);
}

/// What the service reports about a membership (when it began, for example) does not change while it lasts.
bool Memberships::detail_differs(const CurrentMembership& current, std::string_view detail) {
  return !detail.empty() && !current.detail.empty() && current.detail != detail;
}

void Memberships::end(const CurrentMembership& current, std::int64_t record) {
  const auto seq = context_.log(Action::remove, account_, record, stream_, std::nullopt, now_);
  context_.statement.run("UPDATE membership SET ended = ? WHERE stream = ? AND record = ? AND began = ?", seq,
                         stream_, record, current.began);
}

void Memberships::keep_membership(const CurrentMembership& current, std::int64_t record, PageResult& result) {
  if (current.first_walk > settled_) {
    ++result.fresh;
  } else {
    ++result.known;
    if (last_known_ ? current.place() < *last_known_ : first_page_ && !is_first_member(current))
      result.in_order = false;
    last_known_ = current.place();
  }
  keep_or_move(current, record);
}

void Memberships::join(std::int64_t record, std::string_view detail, PageResult& result) {
  const Place place = place_of_next();
  make_room(place);
  const auto seq = context_.log(Action::add, account_, record, stream_, std::nullopt, now_);
  context_.statement.run(
      "INSERT INTO membership(stream, record, began, first_walk, placed, position, detail)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
      stream_, record, seq, walk_, -place.first, place.second, or_null(detail));
  deepest_ = place;
  ++result.counts.added;
  ++result.fresh;
}

/// A new member that the walk meets at the end of the stored stream goes right below that end, and moves
/// nothing.
Place Memberships::place_of_next() {
  const Place in_front(-walk_, walked_.next());
  if (!deepest_ || *deepest_ < in_front || breaks_ == kMostBreaks) return in_front;
  reached_bottom_ = reached_bottom_ || !any_below(*deepest_);
  return reached_bottom_ ? Place(deepest_->first, deepest_->second + 1) : in_front;
}

bool Memberships::any_below(const Place& place) {
  auto& below = context_.statement(
      "SELECT 1 FROM membership WHERE stream = ?1 AND ended IS NULL"
      " AND (placed < ?2 OR (placed = ?2 AND position > ?3)) LIMIT 1");
  Statements::bind_all(below, stream_, -place.first, place.second);
  const bool any = below.step();
  below.reset();
  return any;
}

/// A member keeps its place as long as everything the walk met before is above it. If it would be above some
/// of that, these members have moved up, or are new in the middle: then everything the walk has met so far
/// gets a new place, in front of everything else. So members that the walk did not reach, or no longer finds,
/// keep their places among their neighbours, however far the walk goes.
void Memberships::make_room(const Place& next) {
  if (!deepest_ || *deepest_ < next || breaks_ == kMostBreaks) return;
  walked_.each([this](std::int64_t record, std::int64_t element) {
    context_.statement.run(
        "UPDATE membership SET placed = ?1, position = ?2"
        " WHERE stream = ?3 AND record = ?4 AND placed < ?1 AND ended IS NULL",
        walk_, element, stream_, record);
  });
  ++breaks_;
}

void Memberships::keep_or_move(const CurrentMembership& current, std::int64_t record) {
  make_room(current.place());
  deepest_ = current.place();
  reached_bottom_ = false;
  if (breaks_ < kMostBreaks) return;
  deepest_ = Place(-walk_, walked_.next());
  context_.statement.run(
      "UPDATE membership SET placed = ?1, position = ?2 WHERE stream = ?3 AND record = ?4 AND began = ?5",
      walk_, deepest_->second, stream_, record, current.began);
}

void Memberships::save() {
  current_.stop();
  walked_.save();
  if (deepest_)
    context_.statement.run("UPDATE stream SET deep_walk = ?, deep_placed = ?, deep_position = ? WHERE id = ?",
                           walk_, -deepest_->first, deepest_->second, stream_);
}

bool Memberships::is_first_member(const CurrentMembership& current) {
  // A known member is now first that was not before: what was above it may have moved, and new members may be
  // below it.
  auto& above = context_.statement(
      "SELECT record FROM membership WHERE stream = ?1 AND ended IS NULL AND first_walk <= ?2"
      " AND (placed > ?3 OR (placed = ?3 AND position < ?4))");
  Statements::bind_all(above, stream_, settled_, current.placed, current.position);
  bool leads = true;
  while (leads && above.step()) leads = walked_.contains(above.number(0));
  above.reset();
  return leads;
}

bool Memberships::proves_absence_of(std::int64_t record, const Proof& proof) {
  if (walked_.contains(record)) return false;
  if (proof.only_newer_than.empty()) return true;
  auto& row = context_.statement("SELECT key FROM record WHERE id = ?");
  Statements::bind_all(row, record);
  const bool newer = row.step() && greater_id(text_of(row, 0), proof.only_newer_than);
  row.reset();
  return newer;
}

/// Returns whether the walk got past that place.
bool Memberships::is_above_end(const Place& place) const { return deepest_ && place < *deepest_; }

bool Memberships::is_spared(std::int64_t record, const Proof& proof) {
  return std::ranges::any_of(proof.spared, [&](const Marked& marked) {
    auto& row = context_.statement(
        "SELECT 1 FROM version WHERE record = ?1 AND newest = 1 AND json_extract(raw, '$.' || ?2) = ?3");
    Statements::bind_all(row, record, marked.path, marked.value ? 1 : 0);
    const bool says_so = row.step();
    row.reset();
    return says_so;
  });
}

ProofResult Memberships::end_unmet(const Proof& proof) {
  ProofResult result;
  if (proof.none) return result;
  const bool ends_those_below = !proof.end_is_unproven || proof.accept_removals;
  auto& rows = context_.statement(
      "SELECT began, record, placed, position, first_walk FROM membership WHERE stream = ? AND ended IS "
      "NULL");
  Statements::bind_all(rows, stream_);
  std::vector<std::pair<std::int64_t, std::int64_t>> unmet;
  std::int64_t all = 0;
  while (rows.step()) {
    ++all;
    if (proof.began_in != 0 && rows.number(4) != proof.began_in) continue;
    if (!proves_absence_of(rows.number(1), proof)) continue;
    if (is_spared(rows.number(1), proof))
      ++result.spared;
    else if (ends_those_below || is_above_end({-rows.number(2), rows.number(3)}))
      unmet.emplace_back(rows.number(0), rows.number(1));
    else
      ++result.below;
  }
  rows.reset();
  all -= result.below;  // the walk proves nothing about these
  const auto count = static_cast<std::int64_t>(unmet.size());
  if (!proof.unbroken) {
    result.unproven = count;
    return result;
  }
  if (!proof.accept_removals && count > kGuardedFrom && count * 2 > all) {
    result.guarded = count;
    return result;
  }
  std::ranges::sort(unmet);
  for (const auto& [began, record] : unmet) end({.began = began}, record);
  result.removed = count;
  return result;
}

}  // namespace locker::store
