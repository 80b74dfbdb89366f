#include "lib/import/settle.hpp"

#include <gmock/gmock.h>

#include "lib/store/write/coverage_gap.hpp"

namespace locker::imports {
namespace {

using store::Cursor;
using store::ImportRow;
using store::WalkMode;

Instant day(int number) { return from_millis(std::int64_t{number} * 86'400'000); }

connector::Stream stream(connector::Order order) {
  connector::Stream made;
  made.name = "tweets";
  made.order = order;
  return made;
}

std::vector<ImportRow> rows() {
  return {{.member = "a", .elements = 2, .done = true, .newest = "900", .oldest = day(10), .walk = 3},
          {.member = "b", .elements = 2, .done = true, .newest = "80", .oldest = day(5), .walk = 3}};
}

TEST(Settle, sets_the_mark_to_the_newest_id_unless_a_newer_one_stands) {
  const auto posts = stream(connector::Order::by_id);
  EXPECT_EQ(cursor_after_archive(rows(), posts, {}, day(20)).mark, "900");
  Cursor newer;
  newer.mark = "1000";
  EXPECT_EQ(cursor_after_archive(rows(), posts, newer, day(20)).mark, "1000");
}

TEST(Settle, counts_as_a_walk_that_ended_where_streams_have_no_ids_in_order) {
  const Cursor cursor = cursor_after_archive(rows(), stream(connector::Order::by_addition), {}, day(20));
  EXPECT_EQ(cursor.settled, 3);
  EXPECT_FALSE(cursor.full_at) << "the service itself did not tell it whole";
  EXPECT_EQ(cursor.mark, "");
}

TEST(Settle, joins_its_coverage_to_that_of_the_service) {
  Cursor capped;
  capped.complete_from = day(15);
  capped.complete_to = day(25);
  capped.gap = "nothing from before";
  const Cursor joined = cursor_after_archive(rows(), stream(connector::Order::by_id), capped, day(20));
  EXPECT_EQ(joined.complete_from, day(5));
  EXPECT_EQ(joined.complete_to, day(25));
  EXPECT_EQ(joined.gap, "");
  capped.complete_from = day(22);
  EXPECT_NE(cursor_after_archive(rows(), stream(connector::Order::by_id), capped, day(20)).gap, "");
}

TEST(Settle, fills_of_a_hole_what_is_older_than_the_archive) {
  Cursor holed;
  holed.complete_from = day(1);
  holed.complete_to = day(40);
  holed.gap = store::format_gap({day(15), day(25)}) + "; " + store::format_gap({day(3), day(6)});
  const auto posts = stream(connector::Order::by_id);
  EXPECT_EQ(cursor_after_archive(rows(), posts, holed, day(20)).gap, store::format_gap({day(20), day(25)}));
  EXPECT_EQ(cursor_after_archive(rows(), posts, holed, day(2)).gap, holed.gap);
  EXPECT_EQ(cursor_after_archive(rows(), posts, holed, day(30)).gap, "");
}

/// Of an archive whose oldest post is of `oldest`.
std::vector<ImportRow> rows_since(std::optional<Instant> oldest) {
  return {{.member = "a", .elements = 1, .done = true, .newest = "900", .oldest = oldest, .walk = 3}};
}

Cursor after(Cursor cursor, std::optional<Instant> oldest, Instant made) {
  return cursor_after_archive(rows_since(oldest), stream(connector::Order::by_id), std::move(cursor), made);
}

void expect_coverage(const Cursor& cursor, std::optional<Instant> from, Instant to, const std::string& gap) {
  EXPECT_EQ(cursor.complete_from, from);
  EXPECT_EQ(cursor.complete_to, to);
  EXPECT_EQ(cursor.gap, gap);
}

/// Between the two, the older posts were deleted.
TEST(Settle, covers_the_same_by_two_archives_whichever_comes_first) {
  const Cursor old_first = after(after({}, day(5), day(20)), day(30), day(40));
  const Cursor new_first = after(after({}, day(30), day(40)), day(5), day(20));
  for (const auto& cursor : {old_first, new_first}) {
    expect_coverage(cursor, day(5), day(40), "");
    EXPECT_EQ(cursor.archive, day(40));
  }
  expect_coverage(after(after({}, day(5), day(20)), std::nullopt, day(40)), day(5), day(40), "");
  expect_coverage(after(after({}, std::nullopt, day(40)), day(5), day(20)), day(5), day(40), "");
}

TEST(Settle, covers_the_same_by_two_archives_beside_what_the_service_told) {
  Cursor capped;
  capped.complete_from = day(50);
  capped.complete_to = day(60);
  capped.gap = "nothing from before";
  const std::string between = store::format_gap({day(40), day(50)});
  expect_coverage(after(after(capped, day(5), day(20)), day(30), day(40)), day(5), day(60), between);
  expect_coverage(after(after(capped, day(30), day(40)), day(5), day(20)), day(5), day(60), between);
  expect_coverage(after(capped, std::nullopt, day(40)), std::nullopt, day(60), between);
  Cursor whole;
  whole.complete_to = whole.full_at = day(60);
  expect_coverage(after(after(whole, day(5), day(20)), day(30), day(40)), std::nullopt, day(60), "");
}

TEST(Settle, leaves_what_a_newer_archive_lacks) {
  const std::string newer = "not all of the archive of 1970-02-10: tweets.js",
                    older = "not all of the archive of 1970-01-11: tweets.js";
  Cursor lacking;
  lacking.gap = older + "; " + newer;
  expect_coverage(after(lacking, day(5), day(20)), day(5), day(20), newer);
  const auto likes = stream(connector::Order::by_addition);
  EXPECT_EQ(cursor_after_archive(rows(), likes, lacking, day(20)).gap, newer);
  lacking.complete_to = day(60);
  EXPECT_EQ(cursor_after_archive(rows(), likes, lacking, day(20)).gap, newer);
}

TEST(Settle, takes_back_only_its_own_lack_from_a_list_that_was_walked_since) {
  Cursor walked;
  walked.complete_to = day(25);
  walked.gap = "not all of the archive of 1970-01-21: like.js; 3 no longer listed";
  const auto likes = stream(connector::Order::by_addition);
  EXPECT_EQ(cursor_after_archive(rows(), likes, walked, day(20)).gap, "3 no longer listed");
  EXPECT_EQ(cursor_after_archive(rows(), likes, walked, day(19)).gap, walked.gap);
  walked.gap = "3 no longer listed; not all of the archive of 1970-01-21: like.js";
  EXPECT_EQ(cursor_after_archive(rows(), likes, walked, day(20)).gap, "3 no longer listed");
}

TEST(Settle, ends_a_walk_that_has_nothing_left_to_find) {
  Cursor walking;
  walking.mode = WalkMode::full;
  walking.token = "page";
  walking.pending = "850";
  const auto posts = stream(connector::Order::by_id);
  EXPECT_EQ(cursor_after_archive(rows(), posts, walking, day(20)).mode, WalkMode::none);
  walking.pending = "901";
  EXPECT_EQ(cursor_after_archive(rows(), posts, walking, day(20)).token, "page");
}

}  // namespace
}  // namespace locker::imports
