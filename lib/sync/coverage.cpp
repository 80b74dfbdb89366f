#include "lib/sync/coverage.hpp"

#include <algorithm>
#include <chrono>

#include "lib/store/write/coverage_gap.hpp"
#include "lib/sync/plan.hpp"

namespace locker::sync {

using connector::Order;
using connector::Stream;
using store::Cursor;
using store::WalkMode;

namespace {

/// From this share of a cap on, a walk may have met the cap, since deleted elements count towards it.
constexpr std::int64_t kCapPercent = 95;

constexpr std::int64_t kDay = 86'400;

constexpr char kMoved[] =
    "its pages moved while they were read, and something may have slid past; the next sync reads all";
constexpr char kInPieces[] =
    "it was read in several runs, between which something may have slid past; a sync that is let run to its "
    "end makes sure";

constexpr char kLeftBehind[] =
    "not read any more: what it lies in is in other hands now, or has nothing of the kind";

constexpr char kHeldBack[] = "the service told only a part: ";

constexpr char kUndecided[] = "a sync that may read all of it decides";

/// Removes the note about undecided members from the sentences of a gap.
void forget_undecided(std::string& gap) {
  constexpr std::string_view kBetween = "; ";
  const auto note = gap.find(kUndecided);
  if (note == std::string::npos) return;
  const auto before = gap.rfind(kBetween, note);
  const std::size_t begin = before == std::string::npos ? 0 : before;
  std::size_t end = note + std::string_view(kUndecided).size();
  if (begin == 0 && end < gap.size()) end += kBetween.size();
  gap.erase(begin, end - begin);
}

/// Removes the note about withheld elements, which is always the last one of a gap.
void remove_withheld_note(std::string& gap) {
  const auto at = gap.find(kHeldBack);
  if (at != std::string::npos) gap.resize(at < 2 ? 0 : at - 2);
}

Cursor with_withheld_note(Cursor cursor, const WalkEnd& end) {
  if (end.withheld_reason.empty()) return cursor;
  remove_withheld_note(cursor.gap);
  cursor.gap += (cursor.gap.empty() ? kHeldBack : std::string("; ") + kHeldBack) + end.withheld_reason;
  return cursor;
}

bool is_recheck_gap(const std::string& gap) { return gap == kMoved || gap == kInPieces; }

std::int64_t cap_of(const Stream& stream, bool is_part) {
  return is_part && stream.max_part_size > 0 ? stream.max_part_size : stream.depth_cap;
}

std::string with_thousands(std::int64_t number) {
  std::string digits = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  return digits;
}

/// True if the oldest element of a walk is about as old as the service's age limit.
bool reached_age_limit(const Stream& stream, const WalkEnd& end) {
  if (stream.recent_max_age_s == 0 || !end.oldest) return false;
  return (end.began - *end.oldest) * 100 >= std::chrono::seconds(stream.recent_max_age_s) * kCapPercent;
}

std::string cap_gap(const Stream& stream, const WalkEnd& end) {
  std::string gap =
      reached_age_limit(stream, end)
          ? "the service tells the last " + std::to_string(stream.recent_max_age_s / kDay) + " days only"
          : "the service tells the newest " + with_thousands(stream.depth_cap) + " only";
  if (end.oldest) gap += "; nothing from before " + format_rfc3339(*end.oldest);
  return gap;
}

/// True if the service's own count is no higher than what the walk met. A count far below it is outdated or
/// wrong, and is ignored.
bool count_is_reached(const WalkEnd& end, std::int64_t met) {
  return end.total && *end.total <= met && *end.total * 100 >= met * kCapPercent;
}

std::string gap_of_missed_mark(const Cursor& walked) {
  std::string gap = "what came between two syncs was no longer told";
  if (walked.complete_to)
    gap += "; something after " + format_rfc3339(*walked.complete_to) + " may be missing";
  return gap;
}

/// True if the stream was complete up to a time before the oldest element that the walk met.
bool leaves_a_coverage_gap(const Stream& stream, const Cursor& walked, const WalkEnd& end) {
  return stream.order == Order::by_id && !walked.mark.empty() && walked.complete_to && end.oldest &&
         *walked.complete_to < *end.oldest;
}

void add_coverage_gap(const store::CoverageGap& coverage_gap, Cursor& cursor) {
  cursor.gap = store::format_gap(coverage_gap) + (cursor.gap.empty() ? "" : "; " + cursor.gap);
}

std::string not_shown(std::int64_t below) {
  return std::to_string(below) +
         " at its end were not shown, and the service is known to end this list too early; still kept: "
         "--accept-removals ends them";
}

std::string hidden(std::int64_t spared) {
  return std::to_string(spared) +
         " no longer listed and still kept: they are not public, and the sign-in may not show them";
}

/// Updates how far back the stream is complete after a full walk, or after one that reached a mark.
void cover(const Stream& stream, bool is_part, const Cursor& walked, const WalkEnd& end, Cursor& cursor) {
  const bool reaches_mark = walked.mode == WalkMode::incremental;
  const bool is_limited_by_age = stream.only_recent && stream.order == Order::by_update;
  const bool capped = (stream.order == Order::by_id || is_limited_by_age) &&
                      (reached_depth_cap(stream, is_part, walked.met) || reached_age_limit(stream, end)) &&
                      !count_is_reached(end, walked.met);
  if (!capped) {
    const bool includes_older = !is_limited_by_age || walked.mark.empty();
    if (reaches_mark || !includes_older) return;
    if (!cursor.archive) cursor.complete_from.reset();
    // A list of recent elements only keeps its gap: just an archive shows which older ones are missing.
    if (!stream.only_recent || stream.order != Order::by_addition) cursor.gap.clear();
    return;
  }
  const bool overlaps_known = !walked.mark.empty() && !store::newer_id(walked.oldest, walked.mark);
  if (overlaps_known) return;
  if (leaves_a_coverage_gap(stream, walked, end))
    return add_coverage_gap({*walked.complete_to, *end.oldest}, cursor);
  cursor.complete_from = end.oldest;
  cursor.gap = cap_gap(stream, end);
}

}  // namespace

bool reached_depth_cap(const Stream& stream, bool is_part, std::int64_t met) {
  const std::int64_t cap = cap_of(stream, is_part);
  return cap > 0 && met * 100 >= cap * kCapPercent;
}

store::Proof proof_of(const Stream& stream, bool is_part, const Cursor& cursor, bool accept_removals) {
  store::Proof proof;
  proof.unbroken = !cursor.broken;
  proof.accept_removals = accept_removals;
  proof.end_is_unproven = stream.may_end_early;
  const bool capped = reached_depth_cap(stream, is_part, cursor.met);
  const bool only_above = stream.order == Order::by_update && !cursor.since.empty();
  if (stream.only_recent || stream.order == Order::single || only_above) {
    proof.none = true;
  } else if (stream.order == Order::by_id && stream.takes_since) {
    proof.only_newer_than = capped ? store::newest_of(cursor.oldest, cursor.since) : cursor.since;
  } else {
    proof.none = capped;
  }
  return proof;
}

std::string gap_of_kept_members(const store::ProofResult& proof) {
  if (const std::int64_t undecided = proof.guarded + proof.unproven; undecided > 0)
    return std::to_string(undecided) + " no longer listed and still kept: " +
           (proof.guarded > 0 ? "more than half; --accept-removals ends them" : kUndecided);
  if (proof.below > 0) return not_shown(proof.below);
  return proof.spared > 0 ? hidden(proof.spared) : std::string();
}

bool awaits_decision(const Cursor& cursor) {
  return cursor.mode == WalkMode::none && cursor.gap.find(kUndecided) != std::string::npos;
}

Cursor left_behind(Cursor cursor) {
  store::end_walk(cursor);
  cursor.settled = 0;
  cursor.gap = kLeftBehind;
  return cursor;
}

bool is_left_behind(const Cursor& cursor) { return cursor.gap == kLeftBehind; }

Cursor pending_recheck(Cursor cursor, bool resumed) {
  if (cursor.gap.empty()) cursor.gap = resumed ? kInPieces : kMoved;
  return cursor;
}

Cursor settled(const Stream& stream, bool is_part, Cursor cursor, const WalkEnd& end,
               const store::ProofResult& proof) {
  const Cursor walked = cursor;
  if (has_mark(stream)) cursor.mark = store::newest_of(walked.mark, walked.pending);
  cursor.settled = walked.walk;
  store::end_walk(cursor);
  if (end.may_be_incomplete) return pending_recheck(std::move(cursor), end.resumed);
  if (is_recheck_gap(cursor.gap)) cursor.gap.clear();
  if (!end.resumed) cursor.complete_to = end.began;
  if (!end.reached_end) return with_withheld_note(std::move(cursor), end);
  if (walked.since.empty()) cursor.full_at = end.ended;
  cover(stream, is_part, walked, end, cursor);
  if (walked.mode == WalkMode::full) remove_withheld_note(cursor.gap);
  if (walked.since.empty()) forget_undecided(cursor.gap);
  if (end.missed_mark) cursor.gap = gap_of_missed_mark(walked);
  if (!end.left_out.empty() && cursor.gap.find(end.left_out) == std::string::npos)
    cursor.gap = end.left_out + (cursor.gap.empty() ? "" : "; " + cursor.gap);
  if (auto open = gap_of_kept_members(proof); !open.empty()) {
    forget_undecided(cursor.gap);
    const bool goes_with_others = proof.unproven > 0 && proof.guarded == 0 && !cursor.gap.empty();
    cursor.gap = std::move(open) + (goes_with_others ? "; " + cursor.gap : "");
  }
  return with_withheld_note(std::move(cursor), end);
}

bool was_withheld(const Cursor& walked) { return walked.gap.find(kHeldBack) != std::string::npos; }

Cursor with_full_walk_pending(Cursor settled) {
  settled.mode = WalkMode::full;
  return settled;
}

Cursor with_rewalk_pending(const Cursor& walked, Cursor settled) {
  settled.mode = walked.since.empty() ? WalkMode::full : walked.mode;
  settled.since = walked.since;
  settled.broken = true;
  return settled;
}

}  // namespace locker::sync
