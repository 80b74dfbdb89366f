#include <gmock/gmock.h>

#include "tests/unit/sync/sync_fixture.hpp"

namespace locker {
namespace {

using test::as_text;
using test::falling;
using test::rows;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

/// A service that supports conditional requests.
class UnchangedTest : public test::SyncFixture {
 protected:
  UnchangedTest() { service.gives_validators = true; }
};

TEST_F(UnchangedTest, an_unchanged_first_page_ends_a_walk_in_good_order) {
  service.listed["letters"] = falling(110, 101);
  (void)sync_only({"letters"});
  const auto before = logical_dump();
  clock.time += std::chrono::hours(1);
  const auto report = sync_only({"letters"});
  EXPECT_EQ(service.urls.size(), 1u);
  EXPECT_EQ(service.unchanged, 1);
  EXPECT_EQ(report.streams.front().outcome, store::RunOutcome());
  EXPECT_EQ(cursor("letters").complete_to, clock.time);
  EXPECT_EQ(cursor("letters").settled, cursor("letters").walk);
  EXPECT_EQ(logical_dump(), before);
}

TEST_F(UnchangedTest, is_asked_of_an_empty_stream_too) {
  (void)sync_only({"letters"});
  (void)sync_only({"letters"});
  EXPECT_EQ(service.unchanged, 1);
}

TEST_F(UnchangedTest, is_asked_of_one_object) {
  (void)sync_only({"profile"});
  (void)sync_only({"profile"});
  EXPECT_EQ(service.unchanged, 1);
}

TEST_F(UnchangedTest, a_walk_that_was_cut_is_not_taken_for_one_that_ended) {
  service.listed["letters"] = falling(110, 101);
  request.only = {"letters"};
  ASSERT_TRUE(killed_at_request(2));
  service.refused_tokens = {"t4"};
  service.on_request = [&](std::size_t number) {
    if (number == 2) service.refused_tokens.clear();
  };
  (void)sync_once();
  EXPECT_EQ(members("letters"), as_text(falling(110, 101)));
}

TEST_F(UnchangedTest, a_full_walk_reads_all_of_it) {
  service.listed["letters"] = falling(110, 101);
  (void)sync_only({"letters"});
  request.walks.full = true;
  (void)sync_only({"letters"});
  EXPECT_EQ(service.unchanged, 0);
  EXPECT_EQ(service.urls.size(), 3u);
}

TEST_F(UnchangedTest, one_page_of_a_stream_without_order_tells_of_the_rest_only_where_there_is_none) {
  service.listed["heap"] = {7, 3, 5};
  (void)sync_only({"heap"});
  (void)sync_only({"heap"});
  EXPECT_EQ(service.unchanged, 1);
  service.listed["heap"] = {7, 3, 5, 1, 9};
  (void)sync_only({"heap"});
  service.listed["heap"] = {7, 3, 5, 1, 8};
  (void)sync_only({"heap"});
  EXPECT_EQ(service.unchanged, 1);
  EXPECT_THAT(members("heap"), UnorderedElementsAre("7", "3", "5", "1", "8"));
}

TEST_F(UnchangedTest, what_another_stream_was_told_does_not_count) {
  service.listed["letters"] = {3};
  service.listed["news"] = {3};
  (void)sync_only({"letters", "news"});
  service.listed["letters"] = {4, 3};
  service.listed["news"] = {4, 3};
  (void)sync_only({"letters", "news"});
  EXPECT_EQ(service.unchanged, 0);
  EXPECT_THAT(members("news"), ElementsAre("4", "3"));
}

class ByUpdateTest : public test::SyncFixture {};

TEST_F(ByUpdateTest, stops_where_everything_was_read_before_the_mark) {
  service.listed["letters"] = falling(120, 101);
  (void)sync_only({"letters"});
  EXPECT_EQ(cursor("letters").mark, "120");
  service.listed["letters"] = {105, 121, 120, 119, 118, 117, 116, 115};
  service.updated = {{105, 122}};
  service.texts = {{105, "changed"}};
  const auto report = sync_only({"letters"});
  EXPECT_EQ(service.urls.size(), 1u);
  EXPECT_EQ(report.totals.counts.updated, 1);
  EXPECT_EQ(report.totals.counts.created, 1);
  EXPECT_EQ(report.totals.counts.removed, 0) << "a walk that stops early proves nothing";
  EXPECT_EQ(cursor("letters").mark, "122");
}

TEST_F(ByUpdateTest, reads_on_through_what_has_the_time_of_the_mark) {
  service.listed["letters"] = {4, 3, 2, 1};
  service.updated = {{4, 50}, {3, 50}, {2, 50}, {1, 50}};
  (void)sync_only({"letters"});
  service.listed["letters"] = {4, 3, 2, 1, 5};
  service.updated[5] = 50;
  (void)sync_only({"letters"});
  EXPECT_EQ(members("letters").size(), 5u);
}

TEST_F(ByUpdateTest, does_not_move_the_mark_before_the_walk_has_come_down_to_it) {
  service.listed["letters"] = falling(104, 101);
  (void)sync_only({"letters"});
  service.listed["letters"] = falling(116, 101);
  ASSERT_TRUE(killed_at_request(2));
  EXPECT_EQ(cursor("letters").mark, "104");
  (void)sync_once();
  EXPECT_EQ(members("letters").size(), 16u);
  EXPECT_EQ(cursor("letters").mark, "116");
}

TEST_F(ByUpdateTest, a_walk_to_the_end_of_the_list_finds_what_is_no_longer_in_it) {
  service.listed["letters"] = {3, 2, 1};
  (void)sync_only({"letters"});
  service.listed["letters"] = {4, 3};
  service.updated = {{4, 9}};
  (void)sync_only({"letters"});
  EXPECT_THAT(members("letters"), ElementsAre("4", "3"));
}

TEST_F(ByUpdateTest, tells_of_a_gap_where_what_is_recent_no_longer_joins) {
  service.listed["news"] = falling(103, 101);
  (void)sync_only({"news"});
  service.listed["news"] = falling(106, 102);
  (void)sync_only({"news"});
  EXPECT_EQ(cursor("news").gap, "");
  service.listed["news"] = falling(120, 115);
  (void)sync_only({"news"});
  EXPECT_THAT(cursor("news").gap, HasSubstr("may be missing"));
  EXPECT_EQ(members("news").size(), 12u) << "what is too old to be told is not gone";
}

class NumberedPagesTest : public test::SyncFixture {
 protected:
  NumberedPagesTest() {
    connector.stated.numbered_pages = true;
    request.walks.full = true;
    service.listed["stars"] = falling(20, 1);
    (void)sync_only({"stars"});
  }
};

TEST_F(NumberedPagesTest, what_shifted_past_the_walk_is_not_gone) {
  service.on_request = [&](std::size_t number) {
    if (number != 2) return;
    auto& listed = service.listed["stars"];  // 20 is removed; 12 moves up to a page already read
    listed.erase(listed.begin());
  };
  const auto report = sync_once();
  EXPECT_EQ(members("stars"), as_text(falling(19, 1)));
  EXPECT_EQ(report.totals.counts.removed, 1);
  EXPECT_EQ(report.totals.counts.added, 0);
}

TEST_F(NumberedPagesTest, one_page_tells_all_at_once) {
  service.listed["stars"] = falling(20, 13);
  request.walks.accept_removals = true;
  (void)sync_once();
  EXPECT_EQ(service.urls.size(), 1u);
  EXPECT_EQ(members("stars"), as_text(falling(20, 13)));
}

class PartsTest : public test::SyncFixture {
 protected:
  PartsTest() {
    service.listed["stars"] = {2, 1};
    service.texts = {{1, "none"}, {2, "a"}};
    service.listed["pages/2"] = {21};
    service.listed["pages/2:b"] = {22};
  }
};

TEST_F(PartsTest, are_those_that_the_connector_makes_of_members) {
  (void)sync_only({"stars", "pages"});
  ASSERT_EQ(service.urls.size(), 3u);
  EXPECT_THAT(service.urls[1], HasSubstr("subject=first"));
  EXPECT_THAT(members("pages/2:b"), ElementsAre("22"));
}

TEST_F(PartsTest, are_not_asked_for_without_news) {
  (void)sync_only({"stars", "pages"});
  (void)sync_only({"stars", "pages"});
  EXPECT_EQ(service.urls.size(), 1u);
  service.texts[2] = "b";
  (void)sync_only({"stars", "pages"});
  EXPECT_EQ(service.urls.size(), 3u);
}

TEST_F(PartsTest, are_read_in_full_once_under_a_new_name) {
  service.listed["pages/2"] = falling(30, 21);
  (void)sync_only({"stars", "pages"});
  for (const int id : falling(30, 21)) service.texts[id] = "under the new name";
  connector.subject = "renamed";
  EXPECT_EQ(sync_only({"stars", "pages"}).totals.counts.updated, 10);
  (void)sync_only({"stars", "pages"});
  EXPECT_EQ(service.urls.size(), 1u);
}

TEST_F(PartsTest, are_read_in_full_under_a_new_name_although_a_walk_under_the_former_one_was_cut) {
  service.listed["pages/2"] = falling(30, 21);
  (void)sync_only({"stars", "pages"});
  service.texts[2] = "b";
  service.listed["pages/2"] = falling(40, 21);
  ASSERT_TRUE(killed_at_request(3));
  for (const int id : falling(40, 21)) service.texts[id] = "under the new name";
  connector.subject = "renamed";
  (void)sync_only({"stars", "pages"});
  EXPECT_EQ(rows(home, "SELECT count(*) FROM version WHERE newest = 1 AND text = 'under the new name'"),
            std::vector<std::string>{"20"});
}

TEST_F(PartsTest, that_the_connector_no_longer_makes_keep_what_they_hold_and_say_so) {
  service.gives_validators = true;
  (void)sync_only({"stars", "pages"});
  service.texts[2] = "none";
  (void)sync_only({"stars", "pages"});
  EXPECT_THAT(members("pages/2"), ElementsAre("21"));
  for (const char* part : {"2", "2:b"})
    EXPECT_THAT(cursor("pages", part).gap, HasSubstr("not read any more")) << part;
  EXPECT_EQ(sync_only({"stars", "pages"}).streams.size(), 1u) << "which is noted once";

  service.texts[2] = "a";
  service.listed["pages/2"] = {23};
  (void)sync_only({"stars", "pages"});
  EXPECT_THAT(members("pages/2"), ElementsAre("23"));
  for (const char* part : {"2", "2:b"}) EXPECT_EQ(cursor("pages", part).gap, "") << part;
}

TEST_F(PartsTest, that_had_nothing_are_asked_for_again_without_news) {
  service.refusals = {0, 409};
  (void)sync_only({"stars", "pages"});
  EXPECT_TRUE(members("pages/2").empty());
  (void)sync_only({"stars", "pages"});
  EXPECT_THAT(members("pages/2"), ElementsAre("21"));
  (void)sync_only({"stars", "pages"});
  EXPECT_EQ(service.urls.size(), 1u);
}

TEST_F(PartsTest, may_have_an_order_of_their_own) {
  service.listed["pages/2:b"] = {9, 3, 7, 1, 5};
  (void)sync_only({"stars", "pages"});
  service.texts[2] = "b";
  service.listed["pages/2:b"] = {9, 3, 7, 1, 8};
  (void)sync_only({"stars", "pages"});
  EXPECT_THAT(members("pages/2:b"), UnorderedElementsAre("9", "3", "7", "1", "8"));
}

TEST_F(PartsTest, are_asked_for_until_they_were_read_to_the_end) {
  service.listed["pages/2"] = falling(40, 31);
  request.only = {"stars", "pages"};
  ASSERT_TRUE(killed_at_request(3));
  (void)sync_once();
  EXPECT_EQ(members("pages/2").size(), 10u);
  EXPECT_EQ(members("pages/2:b").size(), 1u);
}

class AnswersTest : public test::SyncFixture {};

TEST_F(AnswersTest, a_follow_up_becomes_part_of_its_record_and_is_asked_while_that_is_news) {
  service.listed["letters"] = {2, 1};
  service.long_ones = {1};
  (void)sync_only({"letters"});
  EXPECT_EQ(service.urls.size(), 2u);
  EXPECT_THAT(test::rows(home, "SELECT kind || key || raw FROM part"),
              ElementsAre(R"(more1{"more":"more/1"})"));
  service.updated = {{1, 5}};
  (void)sync_only({"letters"});
  EXPECT_EQ(service.urls.size(), 1u);
  service.texts = {{1, "new"}};
  (void)sync_only({"letters"});
  EXPECT_EQ(service.urls.size(), 2u);
}

TEST_F(AnswersTest, a_follow_up_that_is_refused_is_named_and_asked_again) {
  service.gives_validators = true;
  service.listed["letters"] = {2, 1};
  service.long_ones = {1};
  service.refusals = {0, 404};
  const auto report = sync_only({"letters"});
  EXPECT_EQ(report.streams.front().outcome, ErrorKind::gone);
  EXPECT_THAT(report.streams.front().message, HasSubstr("status/paper/1"));
  EXPECT_THAT(members("letters"), UnorderedElementsAre("1", "2"));
  EXPECT_EQ(sync_only({"letters"}).streams.front().outcome, store::RunOutcome());
  EXPECT_THAT(test::rows(home, "SELECT kind || key || raw FROM part"),
              ElementsAre(R"(more1{"more":"more/1"})"));
  service.unchanged = 0;
  (void)sync_only({"letters"});
  EXPECT_EQ(service.urls.size(), 1u);
  EXPECT_EQ(service.unchanged, 1);
}

/// A list whose first page supports conditional requests, with a long letter on its second page.
class RefusedFollowTest : public test::SyncFixture {
 protected:
  RefusedFollowTest() {
    service.gives_validators = true;
    service.listed["letters"] = falling(110, 101);
    service.long_ones = {105};
    service.refused_at = {{"more/105", 451}};
    (void)sync_only({"letters"});
  }
};

TEST_F(RefusedFollowTest, a_list_is_not_read_again_for_what_is_refused_for_good) {
  const auto report = sync_only({"letters"});
  EXPECT_EQ(service.urls.size(), 2u);
  EXPECT_EQ(service.unchanged, 1);
  EXPECT_EQ(report.streams.front().outcome, store::RunOutcome::skipped());
  EXPECT_THAT(report.streams.front().message, HasSubstr("status/paper/105 is stored in part"));
}

TEST_F(RefusedFollowTest, a_list_is_read_again_once_what_was_refused_is_answered) {
  (void)sync_only({"letters"});
  service.refused_at.clear();
  EXPECT_EQ(sync_only({"letters"}).streams.front().outcome, store::RunOutcome());
  EXPECT_THAT(test::rows(home, "SELECT kind || key || raw FROM part"),
              ElementsAre(R"(more105{"more":"more/105"})"));
  (void)sync_only({"letters"});
  EXPECT_EQ(service.urls.size(), 1u);
}

TEST_F(RefusedFollowTest, a_list_that_has_changed_is_read_whole_for_it) {
  service.listed["letters"] = falling(111, 101);
  service.refused_at.clear();
  EXPECT_EQ(sync_only({"letters"}).streams.front().outcome, store::RunOutcome());
  EXPECT_THAT(test::rows(home, "SELECT key FROM part"), ElementsAre("105"));
}

TEST_F(RefusedFollowTest, is_not_asked_for_once_its_record_is_no_longer_listed) {
  std::erase(service.listed["letters"], 105);
  service.listed["letters"].insert(service.listed["letters"].begin(), 111);
  EXPECT_EQ(sync_only({"letters"}).streams.front().outcome, store::RunOutcome());
  (void)sync_only({"letters"});
  EXPECT_EQ(service.urls.size(), 1u);
}

TEST_F(RefusedFollowTest, is_asked_for_again_though_the_walk_that_was_refused_it_was_cut) {
  service.listed["letters"] = falling(120, 101);
  ASSERT_TRUE(killed_at_request(6));
  service.refused_at.clear();
  (void)sync_only({"letters"});
  EXPECT_THAT(test::rows(home, "SELECT key FROM part"), ElementsAre("105"));
}

TEST_F(AnswersTest, a_follow_up_at_another_place_is_not_asked_for_in_the_clear) {
  service.listed["letters"] = {1};
  service.long_ones = {1};
  service.more_at = "http://far.example/more/";
  const auto report = sync_only({"letters"});
  EXPECT_EQ(service.urls.size(), 1u);
  EXPECT_EQ(report.streams.front().outcome, ErrorKind::forbidden);
  EXPECT_THAT(report.streams.front().message, HasSubstr("neither https"));
}

TEST_F(AnswersTest, a_follow_up_gets_the_token_only_where_the_service_is) {
  service.listed["letters"] = {1};
  service.long_ones = {1};
  const std::map<std::string, std::size_t> places{{"https://paper.evil.example/more/", 2},
                                                  {"https://paper:8443/more/", 2},
                                                  {"https://paper@evil.example/more/", 1},
                                                  {"https://paper\\@evil.example/more/", 1}};
  for (const auto& [place, asked] : places) {
    fresh_home(std::to_string(std::hash<std::string>()(place)));
    service.anonymous.clear();
    service.more_at = place;
    (void)sync_only({"letters"});
    EXPECT_EQ(service.anonymous.size(), asked) << place;
    EXPECT_TRUE(asked == 1 || service.anonymous.back()) << place;
  }
}

TEST_F(AnswersTest, a_follow_up_that_cannot_be_had_hinders_no_other) {
  for (const int status : {202, 204, 206, 302, 304, 400, 404, 410, 416, 422, 500}) {
    fresh_home("home-" + std::to_string(status));
    service.listed["letters"] = {3, 2, 1};
    service.long_ones = {3, 2};
    service.refusals = {0, status};
    const auto report = sync_only({"letters"});
    EXPECT_EQ(members("letters").size(), 3u) << status;
    EXPECT_TRUE(service.urls.size() == 3) << status;
    EXPECT_EQ(report.streams.front().outcome, status == 404 ? ErrorKind::gone : ErrorKind::forbidden)
        << status;
    EXPECT_EQ(sync::exit_code_of(report), 3) << status;
    (void)sync_only({"letters"});
    EXPECT_EQ(service.urls.size(), 2u) << status << ": it is asked for again, and it alone";
  }
}

TEST_F(AnswersTest, an_unreadable_follow_up_hinders_no_other) {
  service.listed["letters"] = {3, 2, 1};
  service.long_ones = {3, 2};
  service.unreadable = "more/3";
  const auto report = sync_only({"letters"});
  EXPECT_EQ(members("letters").size(), 3u);
  EXPECT_THAT(report.streams.front().message, HasSubstr("unreadable"));
  EXPECT_EQ(sync::exit_code_of(report), 3);
}

TEST_F(AnswersTest, large_follow_ups_are_stored_before_all_of_their_page_are_had) {
  service.listed["letters"] = {4, 3, 2, 1};
  service.long_ones = {4, 3, 2, 1};
  service.more_bytes = 5'000'000;
  request.only = {"letters"};
  EXPECT_TRUE(killed_at_request(4)) << "the page and two follow-ups are had";
  EXPECT_EQ(test::rows(home, "SELECT r.key FROM record r ORDER BY r.key"),
            (std::vector<std::string>{"3", "4"}));
  EXPECT_TRUE(members("letters").empty());
  (void)sync_only({"letters"});
  EXPECT_EQ(service.urls.size(), 3u) << "those that are stored are whole";
  EXPECT_EQ(members("letters").size(), 4u);
  EXPECT_EQ(test::rows(home, "SELECT count(*) FROM part"), std::vector<std::string>{"4"});
}

TEST_F(AnswersTest, trouble_of_several_follow_ups_in_a_row_ends_them_and_not_the_list) {
  service.listed["letters"] = {5, 4, 3, 2, 1};
  service.long_ones = {5, 4, 3, 2};
  service.refusals = {0, 503, 503, 503};
  const auto report = sync_only({"letters"});
  EXPECT_EQ(report.streams.front().outcome, ErrorKind::forbidden);
  EXPECT_THAT(report.streams.front().message, HasSubstr("3 more"));
  EXPECT_EQ(members("letters").size(), 5u);
  EXPECT_EQ(service.urls.size(), 5u) << "two pages, and three that had no answer";
  EXPECT_EQ(sync_only({"letters"}).streams.front().outcome, store::RunOutcome());
  EXPECT_EQ(test::rows(home, "SELECT count(*) FROM part"), std::vector<std::string>{"4"});
}

TEST_F(RefusedFollowTest, trouble_with_those_of_an_unchanged_list_is_not_of_the_list) {
  service.long_ones = {110, 109, 108, 107, 106, 105};
  service.refused_at.clear();
  for (const int id : falling(110, 105)) {
    service.refused_at["more/" + std::to_string(id)] = 503;
    service.texts[id] = "new";
  }
  EXPECT_EQ(sync_only({"letters"}).streams.front().outcome, ErrorKind::forbidden);
  EXPECT_EQ(sync_only({"letters"}).streams.front().outcome, ErrorKind::forbidden);
  EXPECT_EQ(service.urls.size(), 4u) << "the list, and three that had no answer";
  service.refused_at.clear();
  EXPECT_EQ(sync_only({"letters"}).streams.front().outcome, store::RunOutcome());
  EXPECT_EQ(test::rows(home, "SELECT count(DISTINCT key) FROM part"), std::vector<std::string>{"6"});
}

TEST_F(AnswersTest, a_follow_up_that_is_withheld_is_named_and_fails_nothing) {
  service.listed["letters"] = {1};
  service.long_ones = {1};
  service.refusals = {0, 451};
  const auto report = sync_only({"letters"});
  EXPECT_EQ(report.streams.front().outcome, store::RunOutcome::skipped());
  EXPECT_EQ(sync::exit_code_of(report), 0);
}

TEST_F(AnswersTest, what_was_not_asked_for_is_no_page) {
  service.listed["letters"] = {1};
  for (const int status : {204, 206, 304}) {
    service.refusals = {status, status};
    const auto report = sync_only({"letters"});
    EXPECT_EQ(report.streams.front().outcome, ErrorKind::malformed) << status;
    EXPECT_EQ(cursor("letters").settled, 0) << status;
  }
}

TEST_F(AnswersTest, nothing_to_read_is_an_end_in_good_order) {
  service.refusals = {409};
  const auto report = sync_only({"letters"});
  EXPECT_EQ(report.streams.front().outcome, store::RunOutcome());
  EXPECT_EQ(cursor("letters").settled, 1);
}

TEST_F(AnswersTest, a_follow_up_of_nothing_is_no_failure_and_asked_again) {
  service.gives_validators = true;
  service.listed["letters"] = {2, 1};
  service.long_ones = {1};
  service.refused_at = {{"more/1", 409}};
  for (int sync = 0; sync < 2; ++sync) {
    EXPECT_EQ(sync_only({"letters"}).streams.front().outcome, store::RunOutcome());
    EXPECT_EQ(service.urls.size(), 2u);
  }
  service.refused_at.clear();
  (void)sync_only({"letters"});
  EXPECT_EQ(test::rows(home, "SELECT count(*) FROM part"), std::vector<std::string>{"1"});
}

TEST_F(AnswersTest, nothing_to_read_behind_a_page_is_no_end) {
  service.listed["letters"] = falling(110, 101);
  service.refusals = {0, 409};
  EXPECT_EQ(sync_only({"letters"}).streams.front().outcome, store::RunOutcome());
  EXPECT_EQ(members("letters"), as_text(falling(110, 101)));
  EXPECT_EQ(service.urls.size(), 5u) << "from the top";
}

TEST_F(AnswersTest, an_end_before_all_is_told_proves_nothing_and_is_named) {
  service.listed["letters"] = falling(110, 101);
  (void)sync_only({"letters"});
  request.walks.full = true;
  service.refusals = {0, 422};
  EXPECT_EQ(sync_only({"letters"}).streams.front().outcome, store::RunOutcome());
  EXPECT_EQ(members("letters").size(), 10u);
  EXPECT_EQ(cursor("letters").gap, "paper answered");
}

TEST_F(AnswersTest, an_end_at_the_cap_tells_what_is_missing) {
  service.listed["news"] = falling(110, 101);
  service.refusals = {0, 0, 422};
  EXPECT_EQ(sync_only({"news"}).streams.front().outcome, store::RunOutcome());
  EXPECT_THAT(cursor("news").gap, HasSubstr("the newest 6 only"));
  service.listed["news"] = falling(130, 111);
  service.refusals = {0, 0, 422};
  (void)sync_only({"news"});
  EXPECT_THAT(cursor("news").gap, HasSubstr("no longer told"));
}

TEST_F(AnswersTest, what_is_withheld_is_named_and_fails_nothing) {
  service.refusals = {451};
  const auto report = sync_only({"letters", "heap"});
  EXPECT_EQ(stream(report, "letters").outcome, store::RunOutcome::skipped());
  EXPECT_EQ(stream(report, "letters").message, "paper answered");
  EXPECT_EQ(stream(report, "heap").outcome, store::RunOutcome());
  EXPECT_EQ(sync::exit_code_of(report), 0);
}

TEST_F(AnswersTest, a_next_page_at_another_place_is_not_asked_for) {
  service.listed["letters"] = falling(110, 101);
  for (const char* elsewhere :
       {"https://evil.example/letters", "https://paper.evil.example/letters", "https://paper@evil.example/",
        "https://paper:8443/letters", "http://paper/letters", "https://paper\\@evil.example/letters"}) {
    fresh_home(std::to_string(std::hash<std::string>()(elsewhere)));
    service.elsewhere = elsewhere;
    const auto report = sync_only({"letters"});
    EXPECT_EQ(report.streams.front().outcome, ErrorKind::malformed) << elsewhere;
    EXPECT_EQ(service.urls.size(), 1u) << elsewhere;
    EXPECT_TRUE(members("letters").empty()) << elsewhere;
    EXPECT_EQ(cursor("letters").token, "") << elsewhere;
    service.elsewhere.clear();
    EXPECT_EQ(sync_only({"letters"}).streams.front().outcome, store::RunOutcome()) << elsewhere;
    EXPECT_EQ(members("letters").size(), 10u) << elsewhere;
  }
}

TEST_F(AnswersTest, a_walk_that_was_cut_begins_again_once_the_service_is_at_another_place) {
  service.listed["letters"] = falling(110, 101);
  const store::StreamName letters{"letters", {}};
  const auto run = writer->begin_run("paper", letters, clock.time);
  store::Page page = writer->begin_page("paper", letters, 1, run, clock.time, clock.time);
  page.save_cursor(
      {.walk = 1, .mode = store::WalkMode::full, .token = "https://former.example/letters?token=t4"});
  page.commit();
  EXPECT_EQ(sync_only({"letters"}).streams.front().outcome, store::RunOutcome());
  EXPECT_EQ(members("letters").size(), 10u);
}

TEST_F(AnswersTest, a_new_name_of_the_person_is_kept) {
  service.handle = "renamed";
  (void)sync_only({"letters"});
  EXPECT_EQ(writer->account("paper")->handle, "renamed");
}

}  // namespace
}  // namespace locker
