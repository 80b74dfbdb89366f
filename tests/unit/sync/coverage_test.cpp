#include "lib/sync/coverage.hpp"

#include <gmock/gmock.h>

#include "lib/store/write/coverage_gap.hpp"

namespace locker::sync {
namespace {

using connector::Order;
using store::WalkMode;

const Instant kBegan = from_millis(1'764'000'000'000);
const Instant kOldest = from_millis(1'500'000'000'000);

connector::Stream stream(Order order, std::int64_t cap) {
  connector::Stream stream;
  stream.order = order;
  stream.depth_cap = cap;
  return stream;
}

store::Cursor walked(WalkMode mode, std::int64_t met) {
  store::Cursor cursor;
  cursor.walk = 5;
  cursor.mode = mode;
  cursor.mark = "800";
  cursor.pending = "900";
  cursor.oldest = "850";
  cursor.met = met;
  return cursor;
}

WalkEnd at_the_end() {
  return {.reached_end = true, .began = kBegan, .ended = kBegan, .oldest = kOldest, .total = {}};
}

/// A stream that the service lists only up to a number of elements, or back to a time.
struct Recent {
  Recent() {
    stream.only_recent = true;
    stream.takes_since = false;
    stream.recent_max_age_s = 90 * 86'400;
    walked.walk = 5;
    walked.mode = WalkMode::full;
    walked.pending = "2025-11-24T16:00:00Z";
    walked.oldest = "2025-11-20T16:00:00Z";
  }
  [[nodiscard]] store::Cursor settle() const { return settled(stream, false, walked, end, {}); }

  connector::Stream stream = locker::sync::stream(Order::by_update, 300);
  store::Cursor walked;
  WalkEnd end{
      .reached_end = true, .began = kBegan, .ended = kBegan, .oldest = kBegan - std::chrono::hours(96)};
};

TEST(Recent, is_known_from_its_oldest_on_where_it_ends_at_the_cap) {
  Recent recent;
  recent.walked.met = 300;
  const auto cursor = recent.settle();
  EXPECT_EQ(cursor.complete_from, recent.end.oldest);
  EXPECT_THAT(cursor.gap, testing::HasSubstr("newest 300 only"));
}

TEST(Recent, is_known_from_its_oldest_on_where_that_is_as_old_as_any_that_is_told) {
  Recent recent;
  recent.walked.met = 12;
  recent.end.oldest = kBegan - std::chrono::hours(24 * 89);
  const auto cursor = recent.settle();
  EXPECT_EQ(cursor.complete_from, recent.end.oldest);
  EXPECT_THAT(cursor.gap, testing::HasSubstr("last 90 days only"));
}

TEST(Recent, is_complete_where_it_ends_before_either) {
  Recent recent;
  recent.walked.met = 12;
  EXPECT_EQ(recent.settle().gap, "");
  EXPECT_FALSE(recent.settle().complete_from);
}

TEST(Recent, tells_nothing_of_what_was_not_told_before) {
  Recent recent;
  recent.walked.met = 12;
  recent.walked.mark = "2025-11-23T16:00:00Z";
  recent.walked.gap = "a gap";
  recent.walked.complete_from = kOldest;
  EXPECT_EQ(recent.settle().gap, "a gap");
  EXPECT_EQ(recent.settle().complete_from, kOldest);
}

TEST(Settled, is_not_complete_where_something_may_have_slid_past) {
  auto end = at_the_end();
  end.may_be_incomplete = true;
  const auto cursor = settled(stream(Order::by_update, 0), false, walked(WalkMode::full, 10), end, {});
  EXPECT_THAT(cursor.gap, testing::HasSubstr("may have slid past"));
  EXPECT_FALSE(cursor.complete_to);
  EXPECT_FALSE(cursor.full_at);
  EXPECT_EQ(with_full_walk_pending(cursor).mode, WalkMode::full);
}

TEST(Settled, moves_the_mark_to_the_newest_id_met) {
  const auto cursor = settled(stream(Order::by_id, 0), false, walked(WalkMode::full, 10), at_the_end(), {});
  EXPECT_EQ(cursor.mark, "900");
  EXPECT_EQ(cursor.settled, 5);
  EXPECT_EQ(cursor.mode, WalkMode::none);
  EXPECT_EQ(cursor.full_at, kBegan);
  EXPECT_EQ(cursor.complete_to, kBegan);
}

TEST(Settled, never_moves_the_mark_back) {
  auto cursor = walked(WalkMode::incremental, 0);
  cursor.pending.clear();
  EXPECT_EQ(settled(stream(Order::by_id, 0), false, cursor, at_the_end(), {}).mark, "800");
}

TEST(Settled, is_complete_only_to_where_an_unresumed_walk_began) {
  auto end = at_the_end();
  end.resumed = true;
  EXPECT_EQ(settled(stream(Order::by_id, 0), false, walked(WalkMode::full, 10), end, {}).complete_to,
            std::nullopt);
}

TEST(Settled, counts_no_full_walk_that_stopped_early) {
  auto end = at_the_end();
  end.reached_end = false;
  EXPECT_EQ(settled(stream(Order::by_addition, 0), false, walked(WalkMode::incremental, 5), end, {}).full_at,
            std::nullopt);
}

TEST(Settled, says_from_when_on_a_capped_stream_is_complete) {
  const auto cursor =
      settled(stream(Order::by_id, 100), false, walked(WalkMode::full, 100), at_the_end(), {});
  EXPECT_EQ(cursor.complete_from, kOldest);
  EXPECT_THAT(cursor.gap, testing::HasSubstr("newest 100"));
}

TEST(Settled, sees_no_gap_where_the_cap_lies_below_what_was_known) {
  auto cursor = walked(WalkMode::full, 100);
  cursor.oldest = "700";
  EXPECT_EQ(settled(stream(Order::by_id, 100), false, cursor, at_the_end(), {}).gap, "");
}

TEST(Settled, says_what_lies_between_an_archive_and_the_cap_and_keeps_what_is_known_before) {
  auto cursor = walked(WalkMode::incremental, 100);
  cursor.complete_from = kOldest - std::chrono::hours(90);
  cursor.complete_to = cursor.archive = kOldest - std::chrono::hours(48);
  const auto first = settled(stream(Order::by_id, 100), false, cursor, at_the_end(), {});
  EXPECT_EQ(first.complete_from, cursor.complete_from);
  EXPECT_EQ(first.complete_to, kBegan);
  EXPECT_EQ(first.gap, store::format_gap({*cursor.complete_to, kOldest}));
  cursor.gap = "nothing from before that";
  EXPECT_EQ(settled(stream(Order::by_id, 100), false, cursor, at_the_end(), {}).gap,
            first.gap + "; nothing from before that");
}

TEST(Settled, knows_since_when_it_knows_all_after_an_archive_and_a_walk_of_all) {
  auto cursor = walked(WalkMode::full, 10);
  cursor.complete_from = cursor.archive = kOldest;
  cursor.gap = "a gap";
  const auto after = settled(stream(Order::by_id, 100), false, cursor, at_the_end(), {});
  EXPECT_EQ(after.complete_from, kOldest);
  EXPECT_EQ(after.gap, "");
}

TEST(Settled, sees_no_gap_where_the_service_says_that_there_are_no_more) {
  auto end = at_the_end();
  end.total = 98;
  EXPECT_EQ(settled(stream(Order::by_id, 100), false, walked(WalkMode::full, 98), end, {}).gap, "");
}

TEST(Settled, does_not_believe_a_count_far_below_what_was_met) {
  auto end = at_the_end();
  end.total = 20;
  EXPECT_THAT(settled(stream(Order::by_id, 100), false, walked(WalkMode::full, 100), end, {}).gap,
              testing::HasSubstr("newest 100"));
}

TEST(Settled, keeps_in_mind_what_the_guard_kept) {
  store::ProofResult proof;
  proof.guarded = 40;
  EXPECT_THAT(
      settled(stream(Order::by_addition, 0), false, walked(WalkMode::full, 10), at_the_end(), proof).gap,
      testing::HasSubstr("--accept-removals"));
}

TEST(ProofOf, reaches_no_further_down_than_the_walk_did) {
  auto cursor = walked(WalkMode::incremental, 10);
  cursor.since = "800";
  EXPECT_EQ(proof_of(stream(Order::by_id, 100), false, cursor, false).only_newer_than, "800");
  cursor.met = 95;
  EXPECT_EQ(proof_of(stream(Order::by_id, 100), false, cursor, false).only_newer_than, "850");
}

TEST(ProofOf, is_none_for_a_capped_stream_without_ids_in_order_or_one_that_lists_only_what_is_recent) {
  EXPECT_TRUE(proof_of(stream(Order::by_addition, 100), false, walked(WalkMode::full, 96), false).none);
  EXPECT_FALSE(proof_of(stream(Order::by_addition, 100), false, walked(WalkMode::full, 90), false).none);
  auto recent = stream(Order::by_id, 0);
  recent.only_recent = true;
  EXPECT_TRUE(proof_of(recent, false, walked(WalkMode::full, 1), false).none);
}

TEST(ToBeWalkedAgain, keeps_the_lower_bound_of_the_walk_that_could_not_prove) {
  auto before = walked(WalkMode::incremental, 10);
  before.since = "800";
  const auto after =
      with_rewalk_pending(before, settled(stream(Order::by_id, 0), false, before, at_the_end(), {}));
  EXPECT_EQ(after.since, "800");
  EXPECT_EQ(after.mark, "900");
  EXPECT_EQ(after.token, "");
  EXPECT_EQ(after.mode, WalkMode::incremental);
}

}  // namespace
}  // namespace locker::sync
