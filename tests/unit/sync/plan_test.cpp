#include "lib/sync/plan.hpp"

#include <gtest/gtest.h>

namespace locker::sync {
namespace {

using connector::Order;
using store::WalkMode;

connector::Stream stream(Order order) {
  connector::Stream stream;
  stream.order = order;
  stream.initial_page_size = 5;
  stream.max_page_size = 100;
  stream.full_interval_s = 86'400;
  return stream;
}

const Instant kNow = from_millis(1'764'000'000'000);

store::Cursor settled_cursor() {
  store::Cursor cursor;
  cursor.walk = cursor.settled = 3;
  cursor.mark = "500";
  cursor.full_at = kNow;
  return cursor;
}

TEST(PlanWalk, begins_in_full_where_nothing_is_settled) {
  const Plan plan = plan_walk(stream(Order::by_addition), {}, false, kNow);
  EXPECT_EQ(plan.cursor.mode, WalkMode::full);
  EXPECT_EQ(plan.cursor.walk, 1);
  EXPECT_FALSE(plan.resumed);
}

TEST(PlanWalk, asks_for_what_is_newer_than_the_mark) {
  const Plan plan = plan_walk(stream(Order::by_id), settled_cursor(), false, kNow);
  EXPECT_EQ(plan.cursor.mode, WalkMode::incremental);
  EXPECT_EQ(plan.cursor.since, "500");
  EXPECT_EQ(plan.cursor.walk, 4);
}

TEST(PlanWalk, never_asks_below_a_mark_in_a_stream_without_ids_in_order) {
  EXPECT_EQ(plan_walk(stream(Order::by_addition), settled_cursor(), false, kNow).cursor.since, "");
}

TEST(PlanWalk, goes_on_with_a_cut_walk_under_its_own_number) {
  store::Cursor cut = settled_cursor();
  cut.walk = 4;
  cut.mode = WalkMode::incremental;
  cut.since = "500";
  cut.token = "t8";
  cut.met = 8;
  const Plan plan = plan_walk(stream(Order::by_id), cut, false, kNow);
  EXPECT_TRUE(plan.resumed);
  EXPECT_TRUE(plan.cursor.broken);
  EXPECT_EQ(plan.cursor.walk, 4);
  EXPECT_EQ(plan.cursor.met, 8);
}

TEST(PlanWalk, abandons_a_cut_walk_for_a_full_one_that_is_asked_for) {
  store::Cursor cut = settled_cursor();
  cut.mode = WalkMode::incremental;
  cut.token = "t8";
  const Plan plan = plan_walk(stream(Order::by_id), cut, true, kNow);
  EXPECT_FALSE(plan.resumed);
  EXPECT_EQ(plan.cursor.mode, WalkMode::full);
  EXPECT_EQ(plan.cursor.token, "");
  EXPECT_EQ(plan.cursor.since, "");
}

TEST(PlanWalk, begins_the_deciding_walk_that_a_resumed_one_left_to_do) {
  store::Cursor wanted = settled_cursor();
  wanted.mode = WalkMode::incremental;
  wanted.since = "400";
  wanted.broken = true;
  const Plan plan = plan_walk(stream(Order::by_id), wanted, false, kNow);
  EXPECT_FALSE(plan.resumed);
  EXPECT_FALSE(plan.cursor.broken);
  EXPECT_EQ(plan.cursor.since, "400");
  EXPECT_EQ(plan.cursor.walk, 4);
}

TEST(PlanWalk, walks_in_full_when_the_interval_is_over) {
  const auto later = kNow + std::chrono::days(1);
  EXPECT_FALSE(
      full_walk_due(stream(Order::by_addition), settled_cursor(), false, later - std::chrono::seconds(1)));
  EXPECT_TRUE(full_walk_due(stream(Order::by_addition), settled_cursor(), false, later));
  EXPECT_FALSE(full_walk_due(stream(Order::by_id), settled_cursor(), false, later));
}

TEST(PlanWalk, asks_for_no_lower_bound_where_the_service_refused_it) {
  const Plan plan = plan_walk(stream(Order::by_id), settled_cursor(), false, kNow, {.since_refused = true});
  EXPECT_EQ(plan.cursor.mode, WalkMode::incremental);
  EXPECT_EQ(plan.cursor.since, "");
}

TEST(PlanWalk, takes_an_export_for_a_full_walk_from_when_it_was_read) {
  auto cursor = settled_cursor();
  cursor.full_at.reset();
  EXPECT_TRUE(full_walk_due(stream(Order::by_addition), cursor, false, kNow));
  cursor.export_read = kNow;
  EXPECT_FALSE(full_walk_due(stream(Order::by_addition), cursor, false, kNow + std::chrono::hours(23)));
  EXPECT_TRUE(full_walk_due(stream(Order::by_addition), cursor, false, kNow + std::chrono::days(1)));
}

TEST(PageSize, begins_small_where_no_news_are_expected_and_doubles_with_them) {
  const auto likes = stream(Order::by_addition);
  const store::Cursor walk{.mode = WalkMode::incremental};
  EXPECT_EQ(first_page_size(likes, {.mode = WalkMode::full}), 100);
  EXPECT_EQ(first_page_size(likes, walk), 5);
  EXPECT_EQ(next_page_size(likes, walk, 5, true), 10);
  EXPECT_EQ(next_page_size(likes, walk, 80, true), 100);
  EXPECT_EQ(next_page_size(likes, walk, 10, false), 10);
  EXPECT_EQ(first_page_size(stream(Order::by_id), walk), 100);
}

TEST(PageSize, begins_small_where_a_service_takes_no_lower_bound_and_charges_for_what_is_known) {
  auto posts = stream(Order::by_id);
  posts.price.each = 1'000;
  EXPECT_EQ(first_page_size(posts, {.mode = WalkMode::incremental, .since = "500"}), 100);
  EXPECT_EQ(first_page_size(posts, {.mode = WalkMode::full}), 100);
  EXPECT_EQ(first_page_size(posts, {.mode = WalkMode::incremental}), 5);
  EXPECT_EQ(next_page_size(posts, {.mode = WalkMode::incremental}, 5, true), 10);
}

TEST(PageSize, of_a_walk_that_was_cut_is_as_it_would_have_been) {
  const auto likes = stream(Order::by_addition);
  store::Cursor walk{.mode = WalkMode::incremental};
  int size = first_page_size(likes, walk);
  for (; walk.met < 400; walk.met += size, size = next_page_size(likes, walk, size, true))
    EXPECT_EQ(first_page_size(likes, walk), size) << walk.met;
  walk.met = 4;
  EXPECT_EQ(first_page_size(likes, walk), 10) << "one that was withheld changes nothing";
}

TEST(NewerId, compares_numbers_of_any_length) {
  EXPECT_TRUE(store::newer_id("1000", "999"));
  EXPECT_TRUE(store::newer_id("18446744073709551617", "18446744073709551616"));
  EXPECT_FALSE(store::newer_id("7", "7"));
  EXPECT_TRUE(store::newer_id("1", ""));
}

}  // namespace
}  // namespace locker::sync
