#include "lib/sync/walk.hpp"

#include <gmock/gmock.h>

#include "lib/store/write/forget.hpp"
#include "tests/unit/sync/sync_fixture.hpp"

namespace locker {
namespace {

using test::as_text;
using test::falling;
using testing::ElementsAre;
using testing::HasSubstr;

using WalkTest = test::SyncFixture;

TEST_F(WalkTest, stores_a_stream_and_moves_the_mark_at_its_end) {
  service.listed["notes"] = falling(110, 101);
  const auto report = sync_only({"notes"});
  EXPECT_EQ(stream(report, "notes").outcome, store::RunOutcome());
  EXPECT_EQ(members("notes"), as_text(falling(110, 101)));
  EXPECT_EQ(cursor("notes").mark, "110");
  EXPECT_EQ(cursor("notes").mode, store::WalkMode::none);
  EXPECT_EQ(service.urls.size(), 3u);
}

TEST_F(WalkTest, asks_one_request_for_nothing_new) {
  service.listed["notes"] = falling(110, 101);
  service.listed["stars"] = {5, 4, 3, 2, 1};
  (void)sync_once();
  const auto before = logical_dump();
  const auto report = sync_once();
  EXPECT_EQ(service.urls.size(), 2u);
  EXPECT_THAT(service.urls[0], HasSubstr("since=110"));
  EXPECT_EQ(test::FakeService::value(service.urls[1], "size"), "2");
  EXPECT_EQ(report.totals.resources, 2);
  EXPECT_EQ(logical_dump(), before);
}

TEST_F(WalkTest, ends_at_the_mark_where_the_service_ignores_the_lower_bound) {
  service.listed["notes"] = falling(120, 101);
  (void)sync_only({"notes"});
  service.ignores_since = true;
  service.listed["notes"] = falling(125, 101);
  (void)sync_once();
  EXPECT_EQ(service.urls.size(), 2u);
  EXPECT_EQ(members("notes"), as_text(falling(125, 101)));
  EXPECT_EQ(cursor("notes").mark, "125");
  (void)sync_once();
  EXPECT_EQ(service.urls.size(), 1u);
  EXPECT_EQ(members("notes"), as_text(falling(125, 101))) << "what it did not meet is none the less there";
}

TEST_F(WalkTest, ends_at_the_mark_where_the_service_refuses_the_lower_bound) {
  service.listed["notes"] = falling(120, 101);
  (void)sync_only({"notes"});
  service.refuses_since = true;
  service.listed["notes"] = falling(125, 101);
  (void)sync_once();
  EXPECT_EQ(service.urls.size(), 3u);
  EXPECT_EQ(members("notes"), as_text(falling(125, 101)));
  EXPECT_EQ(cursor("notes").mark, "125");
}

TEST_F(WalkTest, asks_once_a_day_whether_a_refused_lower_bound_is_taken_again) {
  service.listed["notes"] = falling(120, 101);
  (void)sync_only({"notes"});
  service.refuses_since = true;
  const auto asked_for = [&] {
    restart();
    (void)sync_only({"notes"});
    std::vector<std::string> bounds;
    for (const auto& url : service.urls) bounds.push_back(test::FakeService::value(url, "since"));
    return bounds;
  };
  EXPECT_EQ(asked_for(), (std::vector<std::string>{"120", ""}));
  EXPECT_EQ(asked_for(), std::vector<std::string>{""});
  clock.time += std::chrono::hours(24);
  EXPECT_EQ(asked_for(), (std::vector<std::string>{"120", ""}));
  service.refuses_since = false;
  clock.time += std::chrono::hours(24);
  EXPECT_EQ(asked_for(), std::vector<std::string>{"120"});
}

TEST_F(WalkTest, does_not_move_the_mark_before_the_walk_ends) {
  service.listed["notes"] = falling(110, 101);
  request.only = {"notes"};
  ASSERT_TRUE(killed_at_request(3));
  EXPECT_EQ(cursor("notes").mark, "");
  EXPECT_EQ(cursor("notes").pending, "110");
  EXPECT_EQ(cursor("notes").token, "t8");
}

TEST_F(WalkTest, resumes_at_the_page_token_and_then_fetches_what_is_newer) {
  service.listed["notes"] = falling(110, 101);
  request.only = {"notes"};
  ASSERT_TRUE(killed_at_request(3));
  service.listed["notes"] = falling(112, 101);
  service.refused_tokens = {};
  // The service's token counts from the top, so two notes are seen a second time.
  (void)sync_once();
  EXPECT_THAT(service.urls.front(), HasSubstr("token=t8"));
  EXPECT_THAT(service.urls.back(), HasSubstr("since=110"));
  EXPECT_EQ(members("notes").size(), 12u);
  EXPECT_EQ(cursor("notes").mark, "112");
}

TEST_F(WalkTest, starts_from_the_top_when_the_page_token_is_refused) {
  service.listed["notes"] = falling(110, 101);
  request.only = {"notes"};
  ASSERT_TRUE(killed_at_request(3));
  service.refused_tokens = {"t8"};
  service.on_request = [&](std::size_t) {
    if (service.urls.size() == 2) service.refused_tokens.clear();
  };
  const auto report = sync_once();
  EXPECT_EQ(report.streams.front().outcome, store::RunOutcome());
  EXPECT_EQ(test::FakeService::value(service.urls[1], "token"), "");
  EXPECT_EQ(members("notes"), as_text(falling(110, 101)));
  EXPECT_EQ(cursor("notes").mark, "110");
}

TEST_F(WalkTest, gives_up_on_a_service_that_refuses_every_token_it_gives) {
  service.listed["notes"] = falling(110, 101);
  service.refused_tokens = {"t4"};
  const auto report = sync_only({"notes"});
  EXPECT_EQ(report.streams.front().outcome, ErrorKind::malformed);
  EXPECT_EQ(cursor("notes").mark, "");
  EXPECT_LT(service.urls.size(), 12u);
}

TEST_F(WalkTest, does_not_follow_a_service_in_circles) {
  service.listed["stars"] = falling(40, 1);
  service.repeats_tokens = true;
  const auto report = sync_only({"stars"});
  EXPECT_EQ(report.streams.front().outcome, ErrorKind::malformed);
  EXPECT_EQ(cursor("stars").settled, 0);
  EXPECT_LT(service.urls.size(), 5u);
}

TEST_F(WalkTest, doubles_its_pages_only_while_something_is_new) {
  service.listed["stars"] = falling(30, 1);
  (void)sync_only({"stars"});
  EXPECT_THAT(service.sizes(), ElementsAre("8", "8", "8", "8"));
  service.listed["stars"] = falling(35, 1);
  const auto report = sync_only({"stars"});
  EXPECT_THAT(service.sizes(), ElementsAre("2", "4", "8"));
  EXPECT_EQ(report.totals.counts.added, 5);
  EXPECT_EQ(members("stars"), as_text(falling(35, 1)));
}

TEST_F(WalkTest, does_not_take_a_cut_walk_for_known) {
  service.listed["stars"] = falling(30, 1);
  (void)sync_only({"stars"});
  service.listed["stars"] = falling(50, 1);
  ASSERT_TRUE(killed_at_request(2));  // two of the twenty new ones are stored
  service.refused_tokens = {"t2"};
  service.on_request = [&](std::size_t number) {
    if (number == 2) service.refused_tokens.clear();
  };
  (void)sync_once();
  EXPECT_EQ(members("stars"), as_text(falling(50, 1)));
}

TEST_F(WalkTest, finds_something_old_that_was_added_again) {
  service.listed["stars"] = falling(30, 1);
  (void)sync_only({"stars"});
  service.listed["stars"] = {3,  31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17,
                             16, 15, 14, 13, 12, 11, 10, 9,  8,  7,  6,  5,  4,  2,  1};
  (void)sync_only({"stars"});
  const auto shown = members("stars");
  EXPECT_EQ(shown[0], "3");
  EXPECT_EQ(shown[1], "31");
  EXPECT_EQ(shown.size(), 31u);
}

TEST_F(WalkTest, sees_a_removal_when_a_short_stream_is_read_to_its_end) {
  service.listed["stars"] = {3, 2, 1};
  (void)sync_only({"stars"});
  service.listed["stars"] = {4, 3, 1};
  const auto report = sync_only({"stars"});
  EXPECT_EQ(report.totals.counts.removed, 1);
  EXPECT_EQ(members("stars"), (std::vector<std::string>{"4", "3", "1"}));
}

TEST_F(WalkTest, leaves_removals_further_down_to_a_full_walk) {
  service.listed["stars"] = falling(30, 1);
  (void)sync_only({"stars"});
  std::erase(service.listed["stars"], 5);
  EXPECT_EQ(sync_only({"stars"}).totals.counts.removed, 0);
  request.walks.full = true;
  EXPECT_EQ(sync_only({"stars"}).totals.counts.removed, 1);
  EXPECT_EQ(members("stars").size(), 29u);
}

TEST_F(WalkTest, walks_in_full_when_the_last_time_is_long_ago) {
  service.listed["stars"] = falling(30, 1);
  (void)sync_only({"stars"});
  std::erase(service.listed["stars"], 5);
  clock.time += std::chrono::days(31);
  const auto report = sync_only({"stars"});
  EXPECT_EQ(report.totals.counts.removed, 1);
  EXPECT_THAT(service.sizes(), ElementsAre("8", "8", "8", "8"));
}

TEST_F(WalkTest, proves_nothing_with_a_resumed_walk_but_walks_once_more) {
  service.listed["stars"] = falling(30, 1);
  (void)sync_only({"stars"});
  std::erase(service.listed["stars"], 29);
  clock.time += std::chrono::days(31);
  ASSERT_TRUE(killed_at_request(3));
  EXPECT_EQ(members("stars").size(), 30u);
  const auto report = sync_once();
  EXPECT_EQ(report.totals.counts.removed, 1);
  EXPECT_EQ(test::FakeService::value(service.urls.back(), "token"), "t24");
  EXPECT_EQ(service.urls.size(), 2u + 4u);
  EXPECT_TRUE(cursor("stars").full_at.has_value());
}

TEST_F(WalkTest, remembers_across_processes_that_a_proof_is_still_to_come) {
  service.listed["stars"] = falling(30, 1);
  (void)sync_only({"stars"});
  std::erase(service.listed["stars"], 29);
  clock.time += std::chrono::days(31);
  ASSERT_TRUE(killed_at_request(3));
  ASSERT_TRUE(killed_at_request(3));  // the resumed walk has ended, the deciding one has not begun
  const auto report = sync_once();
  EXPECT_EQ(report.totals.counts.removed, 1);
}

/// Nothing is read again and again in runs that cannot read all of it.
TEST_F(WalkTest, leaves_a_decision_that_a_limit_has_no_room_for_to_the_first_run_that_has) {
  service.listed["stars"] = falling(30, 1);
  (void)sync_only({"stars"});
  std::erase(service.listed["stars"], 29);
  clock.time += std::chrono::days(31);
  ASSERT_TRUE(killed_at_request(3));
  service.listed["pins"] = {1};
  request.only = {"stars", "pins"};
  for (const int newest : {31, 32}) {
    caps.items = 30;
    service.listed["stars"].insert(service.listed["stars"].begin(), newest);
    const auto report = sync_once();
    EXPECT_EQ(sync::exit_code_of(report), 6);
    EXPECT_THAT(report.ended_by.value().message, HasSubstr("stars: members that are no longer listed"));
    EXPECT_THAT(report.ended_by.value().hint, HasSubstr("locker sync paper"));
    EXPECT_EQ(stream(report, "pins").outcome, store::RunOutcome()) << "it hinders no other stream";
    EXPECT_EQ(report.totals.counts.removed, 0);
    EXPECT_EQ(members("stars").front(), std::to_string(newest)) << "what is new is read all the same";
    EXPECT_THAT(cursor("stars").gap, HasSubstr("1 no longer listed"));
    restart();
  }
  caps.items.reset();
  const auto decided = sync_once();
  EXPECT_EQ(sync::exit_code_of(decided), 0);
  EXPECT_EQ(decided.totals.counts.removed, 1);
  EXPECT_EQ(cursor("stars").gap, "");
  (void)sync_only({"stars"});
  EXPECT_EQ(service.urls.size(), 1u) << "it is decided once";
}

TEST_F(WalkTest, guards_against_losing_most_of_a_stream) {
  service.listed["stars"] = falling(30, 1);
  (void)sync_only({"stars"});
  service.listed["stars"] = {31, 30, 29};
  const auto guarded = sync_only({"stars"});
  EXPECT_EQ(stream(guarded, "stars").outcome, ErrorKind::guard);
  EXPECT_THAT(stream(guarded, "stars").hint, HasSubstr("--only stars --accept-removals"));
  EXPECT_EQ(sync::exit_code_of(guarded), 3);
  EXPECT_EQ(members("stars").size(), 31u);
  request.walks.accept_removals = true;
  const auto accepted = sync_only({"stars"});
  EXPECT_EQ(accepted.totals.counts.removed, 28);
  EXPECT_EQ(members("stars"), (std::vector<std::string>{"31", "30", "29"}));
}

TEST_F(WalkTest, proves_absence_of_newer_ids_only_where_the_service_caps_a_stream) {
  service.cap["notes"] = 20;
  service.listed["notes"] = falling(130, 101);
  (void)sync_only({"notes"});
  EXPECT_EQ(members("notes").size(), 20u);
  std::erase(service.listed["notes"], 125);
  service.listed["notes"].insert(service.listed["notes"].begin(), {133, 132, 131});
  request.walks.full = true;
  const auto report = sync_only({"notes"});
  EXPECT_EQ(report.totals.counts.removed, 1);
  const auto left = members("notes");
  EXPECT_EQ(std::ranges::count(left, "125"), 0);
  EXPECT_EQ(std::ranges::count(left, "111"), 1);  // beyond the cap because of newer ones, not gone
}

TEST_F(WalkTest, says_what_a_capped_stream_does_not_tell) {
  service.cap["notes"] = 20;
  service.listed["notes"] = falling(130, 101);
  (void)sync_only({"notes"});
  EXPECT_THAT(cursor("notes").gap, HasSubstr("newest 20"));
}

TEST_F(WalkTest, ends_only_what_it_came_past_where_a_list_may_end_early) {
  service.listed["pins"] = falling(110, 101);
  (void)sync_only({"pins"});
  std::erase(service.listed["pins"], 108);
  service.cap["pins"] = 6;
  request.walks.full = true;
  const auto report = sync_only({"pins"});
  EXPECT_EQ(sync::exit_code_of(report), 0);
  EXPECT_EQ(report.totals.counts.removed, 1);
  EXPECT_EQ(members("pins"), as_text({110, 109, 107, 106, 105, 104, 103, 102, 101}));
  EXPECT_THAT(cursor("pins").gap, HasSubstr("3 at its end were not shown"));

  service.cap.clear();
  EXPECT_EQ(sync_only({"pins"}).totals.counts.removed, 0);
  EXPECT_EQ(cursor("pins").gap, "");
}

TEST_F(WalkTest, keeps_all_of_a_list_that_may_end_early_when_it_is_empty_until_that_is_accepted) {
  service.listed["pins"] = falling(103, 101);
  (void)sync_only({"pins"});
  service.listed["pins"].clear();
  EXPECT_EQ(sync_only({"pins"}).totals.counts.removed, 0);
  EXPECT_THAT(cursor("pins").gap, HasSubstr("3 at its end were not shown"));
  request.walks.accept_removals = true;
  EXPECT_EQ(sync_only({"pins"}).totals.counts.removed, 3);
  EXPECT_EQ(cursor("pins").gap, "");
}

TEST_F(WalkTest, ends_all_of_a_list_that_says_itself_that_it_is_empty_unless_that_is_much) {
  service.confirms_empty = true;
  service.listed["pins"] = falling(103, 101);
  (void)sync_only({"pins"});
  service.listed["pins"].clear();
  EXPECT_EQ(sync_only({"pins"}).totals.counts.removed, 3);
  EXPECT_EQ(cursor("pins").gap, "");

  service.listed["pins"] = falling(111, 101);
  (void)sync_only({"pins"});
  service.listed["pins"].clear();
  EXPECT_EQ(stream(sync_only({"pins"}), "pins").outcome, ErrorKind::guard);
  EXPECT_EQ(members("pins").size(), 11u);
}

TEST_F(WalkTest, goes_no_further_for_what_was_forgotten_where_it_stands) {
  service.listed["stars"] = falling(110, 101);
  (void)sync_only({"stars"});
  for (const char* id : {"110", "109"})
    ASSERT_TRUE(store::forget_record(home, registry, "paper", {"status/paper", id}, clock.time));
  restart();
  (void)sync_only({"stars"});
  EXPECT_EQ(service.sizes(), (std::vector<std::string>{"2"}));
}

TEST_F(WalkTest, is_not_ended_by_what_was_forgotten_before_it_came_to_the_list) {
  service.listed["notes"] = {204, 203, 202, 201};
  service.listed["stars"] = falling(110, 101);
  (void)sync_only({"notes", "stars"});
  for (const char* id : {"204", "203", "202", "201"})
    ASSERT_TRUE(store::forget_record(home, registry, "paper", {"status/paper", id}, clock.time));
  restart();
  auto& stars = service.listed["stars"];
  stars.insert(stars.begin(), {204, 203, 111});
  (void)sync_only({"stars"});
  EXPECT_EQ(members("stars").front(), "111");
  (void)sync_only({"stars"});
  EXPECT_EQ(service.sizes(), (std::vector<std::string>{"2"})) << "what is forgotten is read through once";
  stars.insert(stars.begin(), {202, 201, 112});
  ASSERT_TRUE(killed_at_request(2));
  service.refused_tokens = {"t2"};
  service.on_request = [&](std::size_t number) {
    if (number == 2) service.refused_tokens.clear();
  };
  (void)sync_once();
  EXPECT_EQ(members("stars").front(), "112") << "a walk that was cut has come upon nothing before itself";
}

TEST_F(WalkTest, ends_nothing_below_where_what_it_met_last_stood_before) {
  service.listed["pins"] = falling(110, 101);
  (void)sync_only({"pins"});
  service.listed["pins"] = {101, 110, 109};  // pinned again, and then truncated
  request.walks.full = true;
  EXPECT_EQ(sync_only({"pins"}).totals.counts.removed, 0);
  EXPECT_EQ(members("pins").size(), 10u);
}

TEST_F(WalkTest, ends_what_it_came_past_also_where_more_than_before_is_told_behind_it) {
  service.listed["pins"] = falling(110, 101);
  service.cap["pins"] = 6;
  (void)sync_only({"pins"});
  std::erase(service.listed["pins"], 108);
  service.cap.clear();
  request.walks.full = true;
  EXPECT_EQ(sync_only({"pins"}).totals.counts.removed, 1);
  EXPECT_EQ(members("pins"), as_text({110, 109, 107, 106, 105, 104, 103, 102, 101}));
  EXPECT_EQ(cursor("pins").gap, "");
}

TEST_F(WalkTest, asks_before_it_ends_most_of_what_it_came_past_in_a_list_that_may_end_early) {
  service.listed["pins"] = falling(160, 101);
  (void)sync_only({"pins"});
  service.listed["pins"] = {140, 139, 138, 137, 160, 159};  // pinned again
  service.cap["pins"] = 4;
  request.walks.full = true;
  const auto report = sync_only({"pins"});
  EXPECT_EQ(stream(report, "pins").outcome, ErrorKind::guard);
  EXPECT_EQ(members("pins").size(), 60u);
}

TEST_F(WalkTest, stores_nothing_of_an_unreadable_page) {
  service.listed["notes"] = falling(110, 101);
  service.listed["stars"] = {2, 1};
  service.on_request = [&](std::size_t number) { service.cut_next = number == 2; };
  const auto report = sync_once();
  EXPECT_EQ(stream(report, "notes").outcome, ErrorKind::malformed);
  EXPECT_EQ(stream(report, "stars").outcome, store::RunOutcome());
  EXPECT_EQ(members("notes"), as_text(falling(110, 107)));
  EXPECT_EQ(cursor("notes").token, "t4");
  EXPECT_EQ(sync::exit_code_of(report), 3);
  service.on_request = nullptr;
  EXPECT_EQ(sync::exit_code_of(sync_once()), 0);
  EXPECT_EQ(members("notes"), as_text(falling(110, 101)));
}

TEST_F(WalkTest, says_which_pages_are_likely_stored) {
  service.listed["notes"] = falling(110, 101);
  service.listed["stars"] = falling(20, 1);
  (void)sync_once();
  EXPECT_EQ(connector.read_again, 0);
  (void)sync_only({"notes"});
  EXPECT_EQ(connector.read_again, 0) << "only what is newer was asked for";
  (void)sync_only({"stars"});
  EXPECT_EQ(connector.read_again, 1);
  request.walks.full = true;
  (void)sync_only({"notes"});
  EXPECT_EQ(connector.read_again, 1 + 3);
}

TEST_F(WalkTest, charges_an_unreadable_page_for_what_was_asked_for_and_once_a_day) {
  service.listed["notes"] = falling(110, 101);
  service.on_request = [&](std::size_t number) { service.cut_next = number == 2; };
  const auto first = sync_only({"notes"});
  EXPECT_EQ(stream(first, "notes").totals.resources, 8);
  EXPECT_EQ(stream(first, "notes").totals.requests, 2);
  EXPECT_EQ(first.totals.cost, 8'000);
  EXPECT_EQ(writer->month_cost("paper", clock.time), 8'000);
  EXPECT_EQ(test::rows(home, "SELECT requests, resources, cost FROM run"),
            (std::vector<std::string>{"2|8|8000"}));

  service.on_request = [&](std::size_t) { service.cut_next = true; };
  EXPECT_EQ(sync_only({"notes"}).totals.cost, 0);
  clock.time += std::chrono::days(1);
  EXPECT_EQ(sync_only({"notes"}).totals.cost, 4'000);
}

TEST_F(WalkTest, takes_what_an_unreadable_page_may_have_cost_from_the_budget) {
  writer->set_budget("paper", 5'000);
  service.listed["notes"] = falling(110, 101);
  service.on_request = [&](std::size_t) { service.cut_next = true; };
  (void)sync_only({"notes"});
  clock.time += std::chrono::minutes(1);
  service.cut_next = false;
  service.on_request = nullptr;
  const auto report = sync_only({"notes"});
  EXPECT_EQ(sync::exit_code_of(report), 6);
  EXPECT_TRUE(service.urls.empty());
}

TEST_F(WalkTest, charges_nothing_for_what_is_free) {
  service.listed["letters"] = falling(110, 101);
  service.on_request = [&](std::size_t number) { service.cut_next = number == 2; };
  const auto report = sync_only({"letters"});
  EXPECT_EQ(stream(report, "letters").outcome, ErrorKind::malformed);
  EXPECT_EQ(report.totals.cost, 0);
  EXPECT_EQ(report.totals.requests, 2) << "they are booked all the same";
  EXPECT_EQ(test::rows(home, "SELECT requests FROM run"), (std::vector<std::string>{"2"}));
  EXPECT_EQ(test::rows(home, "SELECT count(*) FROM charged"), (std::vector<std::string>{"0"}));
}

TEST_F(WalkTest, asks_in_the_other_dialect_once_and_remembers_it) {
  service.listed["notes"] = falling(110, 101);
  service.old_fields_refused = true;
  EXPECT_EQ(sync::exit_code_of(sync_only({"notes"})), 0);
  EXPECT_EQ(service.urls.size(), 4u);
  EXPECT_EQ(writer->account("paper")->dialect, "new");
  (void)sync_only({"notes"});
  EXPECT_EQ(service.urls.size(), 1u);
}

/// Two syncs of a service that changes in between.
class KilledSyncTest : public test::SyncFixture {
 protected:
  void first_world() {
    service.listed["notes"] = falling(118, 101);
    service.listed["stars"] = falling(60, 31);
    service.listed["shelves"] = {901, 902};
    service.listed["shelves/901"] = {60, 58};
    service.listed["shelves/902"] = {57};
    service.texts.clear();
  }
  void second_world() {
    service.listed["notes"] = falling(131, 101);
    std::erase(service.listed["notes"], 110);
    service.listed["stars"] = falling(75, 31);
    std::erase(service.listed["stars"], 59);
    service.texts[60] = "changed";
    service.listed["shelves/901"] = {61, 60};
  }

  /// Runs both syncs; each is killed at its n-th request and repeated (0: never killed). Returns the number
  /// of kills.
  int both_syncs(std::size_t n, bool full) {
    int kills = 0;
    request.only = {"profile", "notes", "stars", "shelves"};
    request.walks.full = false;
    clock.time = from_millis(1'764'000'000'000);
    first_world();
    kills += n > 0 && killed_at_request(n) ? 1 : 0;
    (void)sync_once();
    second_world();
    clock.time += std::chrono::days(31);
    request.walks.full = full;
    kills += n > 0 && killed_at_request(n) ? 1 : 0;
    (void)sync_once();
    return kills;
  }

  void expect_the_same_wherever_killed(bool full) {
    both_syncs(0, full);
    const std::string expected = logical_dump();
    int points = 0;
    for (std::size_t n = 1; n < 25; ++n) {
      fresh_home((full ? "full" : "plain") + std::to_string(n));
      points += both_syncs(n, full);
      ASSERT_EQ(logical_dump(), expected) << "killed at request " << n;
    }
    EXPECT_GE(points, 25);
  }
};

TEST_F(KilledSyncTest, ends_as_if_never_killed) { expect_the_same_wherever_killed(false); }
TEST_F(KilledSyncTest, of_full_walks_ends_as_if_never_killed) { expect_the_same_wherever_killed(true); }

TEST_F(WalkTest, that_meets_what_was_recent_before_has_lost_nothing_however_far_it_goes) {
  service.listed["news"] = falling(9, 1);
  service.cap["news"] = 6;
  sync_only({"news"});
  const std::string told = cursor("news").gap;
  for (const bool full : {true, false, true}) {
    request.walks.full = full;
    sync_only({"news"});
    EXPECT_EQ(cursor("news").gap, told);
  }
  service.listed["news"] = falling(30, 1);
  sync_only({"news"});
  EXPECT_THAT(cursor("news").gap, HasSubstr("was no longer told"));
}

TEST_F(WalkTest, that_met_the_one_thing_there_was_has_lost_nothing) {
  service.listed["news"] = {1};
  sync_only({"news"});
  sync_only({"news"});
  EXPECT_EQ(cursor("news").gap, "");
}

TEST_F(WalkTest, of_a_list_that_is_held_back_in_part_proves_nothing_and_is_made_up_for) {
  service.listed["stars"] = falling(5, 1);
  sync_only({"stars"});
  request.walks.full = true;
  service.listed["stars"] = {5, 4};
  service.withheld_reason = "a lock is on it";
  sync_only({"stars"});
  EXPECT_EQ(members("stars"), as_text(falling(5, 1)));
  EXPECT_THAT(cursor("stars").gap, HasSubstr("only a part: a lock is on it"));

  request.walks.full = false;
  service.withheld_reason.clear();
  service.listed["stars"] = {7, 5, 4, 3, 6, 2};
  sync_only({"stars"});
  EXPECT_THAT(cursor("stars").gap, HasSubstr("a lock is on it")) << "what came meanwhile is not known yet";
  sync_only({"stars"});
  EXPECT_THAT(members("stars"), ::testing::UnorderedElementsAre("7", "6", "5", "4", "3", "2"));
  EXPECT_EQ(cursor("stars").gap, "");
}

TEST_F(WalkTest, proves_nothing_where_any_of_its_pages_told_less_than_there_is) {
  service.listed["stars"] = falling(20, 1);
  (void)sync_only({"stars"});
  service.listed["stars"] = falling(20, 2);
  request.walks.full = true;
  service.short_at = 0;
  (void)sync_only({"stars"});
  EXPECT_EQ(members("stars").size(), 20u);
  service.short_at.reset();
  (void)sync_only({"stars"});
  EXPECT_EQ(members("stars").size(), 19u);
}

TEST_F(WalkTest, spares_what_the_sign_in_may_not_see) {
  service.listed["stars"] = falling(5, 1);
  service.secret = {4, 3};
  sync_only({"stars"});
  request.walks.full = true;
  connector.sees_secrets = false;
  service.listed["stars"] = {5, 3, 2};
  sync_only({"stars"});
  EXPECT_EQ(members("stars"), as_text(falling(5, 2)));
  EXPECT_THAT(cursor("stars").gap, HasSubstr("1 no longer listed and still kept"));
  connector.sees_secrets = true;
  sync_only({"stars"});
  EXPECT_THAT(members("stars"), ::testing::ElementsAre("5", "3", "2"));
  EXPECT_EQ(cursor("stars").gap, "");
}

TEST_F(WalkTest, says_what_is_never_told_of_its_records_as_long_as_that_is_so) {
  service.listed["heap"] = falling(5, 1);
  connector.left_out = "what is behind";
  for (int i = 0; i < 2; ++i) {
    sync_only({"heap"});
    EXPECT_EQ(cursor("heap").gap, "what is behind");
  }
  service.listed["heap"] = falling(5, 2);
  connector.left_out.clear();
  sync_only({"heap"});
  EXPECT_EQ(members("heap").size(), 4u) << "it still proves what is gone";
  EXPECT_EQ(cursor("heap").gap, "");
}

}  // namespace
}  // namespace locker
