#include "lib/sync/plan.hpp"

#include <algorithm>
#include <chrono>

#include "lib/sync/coverage.hpp"

namespace locker::sync {

using connector::Order;
using store::Cursor;
using store::WalkMode;

namespace {

Cursor begin(const Cursor& stored, WalkMode mode, std::string since) {
  Cursor cursor = stored;
  store::end_walk(cursor);
  cursor.walk = stored.walk + 1;
  cursor.mode = mode;
  cursor.since = std::move(since);
  return cursor;
}

/// Walks for what is new that may meet known elements, which are charged: those of streams without a lower
/// bound, and of streams whose service refused it.
bool is_probing(const connector::Stream& stream, const Cursor& cursor) {
  if (cursor.mode != WalkMode::incremental) return false;
  const bool lacks_bound = stream.takes_since && cursor.since.empty() && stream.price.each > 0;
  return stream.order == Order::by_addition || (has_mark(stream) && lacks_bound);
}

}  // namespace

bool full_walk_due(const connector::Stream& stream, const Cursor& cursor, bool asked, Instant now) {
  if (asked || cursor.settled == 0 || is_always_read_whole(stream)) return true;
  if (stream.order == Order::by_id && stream.takes_since) return cursor.mark.empty();
  if (stream.full_interval_s == 0) return false;
  const auto last_full_read = std::max(cursor.full_at, cursor.export_read);
  return !last_full_read || now - *last_full_read >= std::chrono::seconds(stream.full_interval_s);
}

Plan plan_walk(const connector::Stream& stream, const Cursor& stored, bool full_requested, Instant now,
               const PlanFacts& facts) {
  const bool under_way = stored.mode != WalkMode::none;
  if (under_way && !full_requested && !facts.renamed) {
    if (stored.token.empty()) return {.cursor = begin(stored, stored.mode, stored.since), .rereads = true};
    Plan plan{.cursor = stored, .resumed = true};
    plan.cursor.broken = true;
    return plan;
  }
  const bool all_stored = stored.settled > 0 && stored.settled == stored.walk && !full_requested;
  if (full_walk_due(stream, stored, full_requested || facts.renamed, now))
    return {.cursor = begin(stored, WalkMode::full, {}),
            .conditional = all_stored && is_always_read_whole(stream)};
  if (facts.may_decide && awaits_decision(stored)) return {.cursor = begin(stored, WalkMode::full, {})};
  if (facts.open) return {.cursor = begin(stored, WalkMode::full, {}), .conditional = all_stored};
  const bool is_bounded = stream.takes_since && has_mark(stream) && !facts.since_refused;
  const std::string since = is_bounded ? stored.mark : "";
  return {.cursor = begin(stored, WalkMode::incremental, since), .conditional = all_stored};
}

bool has_mark(const connector::Stream& stream) {
  return stream.order == Order::by_id || stream.order == Order::by_update;
}

bool is_always_read_whole(const connector::Stream& stream) {
  return stream.order == Order::single || stream.order == Order::whole;
}

bool reaches_mark(const connector::Stream& stream, const Cursor& cursor, const std::string& oldest) {
  const std::string& mark = cursor.since.empty() ? cursor.mark : cursor.since;
  if (!has_mark(stream) || mark.empty() || oldest.empty()) return false;
  return store::newer_id(mark, oldest) || (stream.order == Order::by_id && mark == oldest);
}

bool missed_mark(const connector::Stream& stream, const Cursor& cursor) {
  const bool is_bounded = stream.takes_since && !cursor.since.empty();
  return stream.only_recent && has_mark(stream) && !is_bounded && !cursor.mark.empty() &&
         stream.depth_cap > 0 && store::newer_id(cursor.oldest, cursor.mark);
}

bool meets_known_page(const connector::Stream& stream, const Cursor& cursor, const store::PageResult& page) {
  return stream.order == Order::by_addition && cursor.mode == WalkMode::incremental && page.fresh == 0 &&
         page.known > 0 && page.in_order;
}

void note_ids(const connector::Stream& stream, Cursor& cursor, const std::string& newest,
              const std::string& oldest) {
  if (!has_mark(stream)) return;
  cursor.pending = store::newest_of(cursor.pending, newest);
  if (cursor.oldest.empty() || store::newer_id(cursor.oldest, oldest)) cursor.oldest = oldest;
}

Cursor restart_walk(const Cursor& cursor, bool unbounded) {
  if (!unbounded) return begin(cursor, cursor.mode, cursor.since);
  return begin(cursor, cursor.since == cursor.mark ? cursor.mode : WalkMode::full, {});
}

bool is_repeated_walk(const Cursor& cursor) { return cursor.walk > 1 && cursor.since.empty(); }

int first_page_size(const connector::Stream& stream, const Cursor& cursor) {
  if (!is_probing(stream, cursor)) return stream.max_page_size;
  int size = stream.initial_page_size;
  while (size < stream.max_page_size && size - stream.initial_page_size < cursor.met) size *= 2;
  return std::min(size, stream.max_page_size);
}

int next_page_size(const connector::Stream& stream, const Cursor& cursor, int size, bool found_new) {
  if (!is_probing(stream, cursor)) return stream.max_page_size;
  return found_new ? std::min(size * 2, stream.max_page_size) : size;
}

}  // namespace locker::sync
