#include "lib/sync/account_run.hpp"

#include <gmock/gmock.h>

#include "lib/base/file_lock.hpp"
#include "lib/store/status.hpp"
#include "tests/unit/sync/sync_fixture.hpp"

namespace locker {
namespace {

using sync::exit_code_of;
using test::as_text;
using test::falling;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

using AccountRunTest = test::SyncFixture;

TEST_F(AccountRunTest, walks_the_chosen_streams_in_the_descriptors_order) {
  request.only.clear();
  const auto report = sync_once();
  std::vector<std::string> walked;
  for (const auto& stream : report.streams) walked.push_back(stream.stream.text());
  EXPECT_EQ(walked, (std::vector<std::string>{"profile", "notes", "stars", "shelves"}));
}

TEST_F(AccountRunTest, names_the_process_that_holds_the_lock) {
  home.create_account("paper");
  const auto lock = FileLock::try_acquire(home.account("paper") / "sync.lock", FileLock::Mode::exclusive);
  const auto report = sync_once();
  EXPECT_EQ(exit_code_of(report), 11);
  EXPECT_THAT(report.ended_by->message, HasSubstr(std::to_string(getpid())));
  EXPECT_TRUE(service.urls.empty());
}

TEST_F(AccountRunTest, learns_whose_account_it_is_before_the_first_page) {
  writer->ensure_account("other", "paper", std::nullopt, clock.time);
  request.account = "other";
  service.user = "8";
  service.listed["notes"] = {2, 1};
  EXPECT_EQ(exit_code_of(sync_once()), 0);
  EXPECT_THAT(service.urls.front(), HasSubstr("https://paper/me"));
  EXPECT_EQ(writer->account("other")->user_id, "8");
}

TEST_F(AccountRunTest, refuses_a_token_of_somebody_else_and_stores_nothing) {
  request.identity_checked = false;
  service.user = "8";
  service.listed["notes"] = {2, 1};
  const auto report = sync_once();
  EXPECT_EQ(exit_code_of(report), 2);
  EXPECT_THAT(report.ended_by->message, HasSubstr("user8"));
  EXPECT_TRUE(members("notes").empty());
}

TEST_F(AccountRunTest, charges_a_look_at_whose_account_it_is_that_cannot_be_read) {
  request.identity_checked = false;
  service.cut_next = true;
  const auto report = sync_once();
  EXPECT_EQ(exit_code_of(report), 3);
  EXPECT_EQ(report.totals.cost, 10'000);
  EXPECT_EQ(writer->month_cost("paper", clock.time), 10'000);
  EXPECT_EQ(test::rows(home, "SELECT stream, outcome, requests, cost FROM run"),
            (std::vector<std::string>{"profile|malformed|1|10000"}));
}

TEST_F(AccountRunTest, goes_on_with_other_streams_when_one_is_refused) {
  service.refusals = {403};
  service.listed["stars"] = {2, 1};
  const auto report = sync_once();
  EXPECT_EQ(stream(report, "notes").outcome, ErrorKind::forbidden);
  EXPECT_EQ(members("stars").size(), 2u);
  EXPECT_EQ(exit_code_of(report), 3);
}

TEST_F(AccountRunTest, ends_when_one_stream_after_the_other_meets_the_same_trouble) {
  service.refusals = std::deque<int>(10, 503);
  const auto report = sync_only({"notes", "stars", "letters", "heap", "pins"});
  EXPECT_EQ(service.urls.size(), 3u);
  EXPECT_EQ(report.ended_by->kind, ErrorKind::network);
  EXPECT_EQ(exit_code_of(report), 5);
  service.refusals = {503, 503, 0, 503, 503};
  EXPECT_EQ(sync_only({"notes", "stars", "letters", "heap", "pins"}).streams.size(), 5u);
}

TEST_F(AccountRunTest, leaves_a_stream_whose_parts_meet_the_same_trouble) {
  service.listed["stars"] = {5, 4, 3, 2, 1};
  service.listed["pins"] = {9};
  for (const int star : {5, 4, 3, 2, 1}) service.refused_at["pages/" + std::to_string(star)] = 503;
  for (const int star : {5, 4, 3, 2, 1}) service.refused_at["pages/" + std::to_string(star) + ":b"] = 503;
  const auto report = sync_only({"stars", "pages", "pins"});
  EXPECT_EQ(service.urls.size(), 5u) << "three of ten parts";
  EXPECT_EQ(members("pins").size(), 1u);
  EXPECT_EQ(exit_code_of(report), 3);
}

TEST_F(AccountRunTest, stops_at_once_when_the_service_wants_payment_and_keeps_the_cursor) {
  service.listed["notes"] = falling(110, 101);
  service.refusals = {0, 402};
  const auto report = sync_once();
  EXPECT_EQ(exit_code_of(report), 6);
  EXPECT_EQ(service.urls.size(), 2u);
  EXPECT_EQ(cursor("notes").token, "t4");
  EXPECT_EQ(exit_code_of(sync_once()), 0);
  EXPECT_EQ(members("notes"), as_text(falling(110, 101)));
}

TEST_F(AccountRunTest, ends_with_4_when_the_service_no_longer_takes_the_token) {
  service.refusals = {401};
  const auto report = sync_once();
  EXPECT_EQ(exit_code_of(report), 4);
  EXPECT_EQ(service.urls.size(), 1u);
  EXPECT_THAT(report.ended_by->hint, HasSubstr("locker auth paper"));
}

TEST_F(AccountRunTest, skips_a_default_stream_whose_scope_was_never_asked_for) {
  request.only.clear();
  request.choice.scopes = std::vector<std::string>{};
  const auto report = sync_once();
  EXPECT_EQ(stream(report, "stars").outcome, store::RunOutcome::skipped());
  EXPECT_EQ(exit_code_of(report), 0);
  EXPECT_THAT(service.urls, Not(Contains(HasSubstr("https://paper/stars"))));
}

TEST_F(AccountRunTest, fails_for_a_scope_that_was_asked_for_and_not_granted) {
  request.only.clear();
  request.choice.scopes = std::vector<std::string>{};
  request.choice.refused = {"stars.read"};
  const auto report = sync_once();
  EXPECT_EQ(stream(report, "stars").outcome, ErrorKind::forbidden);
  EXPECT_THAT(stream(report, "stars").message, HasSubstr("asked for stars.read, which was not granted"));
  EXPECT_THAT(stream(report, "stars").hint, HasSubstr("locker auth paper --streams -stars"));
  EXPECT_EQ(exit_code_of(report), 3);
}

TEST_F(AccountRunTest, fails_for_a_missing_scope_of_a_stream_that_was_named) {
  request.choice.scopes = std::vector<std::string>{};
  const auto report = sync_only({"dear"});
  EXPECT_EQ(stream(report, "dear").outcome, ErrorKind::forbidden);
  EXPECT_THAT(stream(report, "dear").hint, HasSubstr("locker auth paper --streams +dear"));
  EXPECT_EQ(exit_code_of(report), 3);
}

TEST_F(AccountRunTest, refuses_an_unknown_stream) { EXPECT_EQ(exit_code_of(sync_only({"nots"})), 2); }

TEST_F(AccountRunTest, never_reads_more_than_max_items_and_goes_on_later) {
  service.listed["notes"] = falling(110, 101);
  caps.items = 7;
  const auto report = sync_only({"notes"});
  EXPECT_EQ(exit_code_of(report), 6);
  EXPECT_EQ(report.totals.resources, 7);
  caps.items.reset();
  EXPECT_EQ(exit_code_of(sync_only({"notes"})), 0);
  EXPECT_EQ(members("notes"), as_text(falling(110, 101)));
}

TEST_F(AccountRunTest, holds_the_monthly_budget_across_runs) {
  writer->set_budget("paper", 6'000);
  service.listed["notes"] = falling(110, 101);
  EXPECT_EQ(sync_only({"notes"}).totals.cost, 6'000);
  const auto report = sync_only({"notes"});
  EXPECT_EQ(exit_code_of(report), 6);
  EXPECT_TRUE(service.urls.empty());
  EXPECT_THAT(report.ended_by->message, HasSubstr("monthly budget"));
  caps.cost = 100'000;
  EXPECT_EQ(exit_code_of(sync_only({"notes"})), 6) << "one more limit";
  caps.cost_replaces_budget = true;
  EXPECT_EQ(exit_code_of(sync_only({"notes"})), 0);
}

TEST_F(AccountRunTest, charges_a_resource_once_a_day) {
  service.listed["stars"] = {2, 1};
  EXPECT_EQ(sync_only({"stars"}).totals.cost, 2'000);
  const auto again = sync_only({"stars"});
  EXPECT_EQ(again.totals.cost, 0);
  EXPECT_EQ(again.totals.gross, 2'000);
  clock.time += std::chrono::days(1);
  EXPECT_EQ(sync_only({"stars"}).totals.cost, 2'000);
}

TEST_F(AccountRunTest, walks_parts_that_are_told_in_one_answer_only_when_there_is_reason_to) {
  service.listed["stars"] = {60, 59};
  service.listed["shelves"] = {901};
  service.listed["shelves/901"] = {60};
  request.only = {"stars", "shelves"};
  (void)sync_once();
  EXPECT_EQ(members("shelves/901"), (std::vector<std::string>{"60"}));
  (void)sync_once();
  EXPECT_THAT(service.urls, Not(Contains(HasSubstr("shelves/901"))));
  clock.time += std::chrono::hours(1);
  service.listed["stars"] = {61, 60, 59};
  service.listed["shelves/901"] = {61, 60};
  (void)sync_once();
  EXPECT_EQ(members("shelves/901"), (std::vector<std::string>{"61", "60"}));
  clock.time += std::chrono::days(8);
  service.listed["shelves/901"] = {61};
  (void)sync_once();
  EXPECT_EQ(members("shelves/901"), (std::vector<std::string>{"61"}));
}

TEST_F(AccountRunTest, ends_what_is_in_a_part_whose_record_is_proven_to_be_listed_no_more) {
  connector.shelves_end_with_record = true;
  service.listed["shelves"] = {902, 901};
  service.listed["shelves/901"] = {60, 59};
  service.listed["shelves/902"] = {61};
  (void)sync_only({"shelves"});
  service.listed["shelves"] = {902};
  service.refusals = {503};
  (void)sync_only({"shelves"});
  EXPECT_EQ(members("shelves/901").size(), 2u) << "nothing is proven";

  request.walks.full = true;
  const auto report = sync_only({"shelves"});
  EXPECT_EQ(stream(report, "shelves").totals.counts.removed, 1);
  EXPECT_EQ(stream(report, "shelves/901").totals.counts.removed, 2);
  EXPECT_TRUE(members("shelves/901").empty());
  EXPECT_EQ(members("shelves/902"), (std::vector<std::string>{"61"}));
  const auto shown = store::status(store::Database::open_for_reading(home), clock.time);
  for (const auto& one : shown.front().streams) EXPECT_NE(one.stream, "shelves/901");
  const auto again = sync_only({"shelves"});
  EXPECT_EQ(again.streams.size(), 2u) << "it is done with";

  service.listed["shelves"] = {902, 901};
  (void)sync_only({"shelves"});
  EXPECT_EQ(members("shelves/901"), (std::vector<std::string>{"60", "59"})) << "it came back";
}

TEST_F(AccountRunTest, ends_nothing_where_the_service_may_keep_back_the_rest_of_a_part) {
  service.listed["shelves"] = {901};
  service.listed["shelves/901"] = {5, 4, 3, 2, 1};
  (void)sync_only({"shelves"});
  service.listed["shelves/901"] = {6, 5, 4, 3, 2, 1};
  request.walks.full = true;
  EXPECT_EQ(sync_only({"shelves"}).totals.counts.removed, 0);
  EXPECT_EQ(members("shelves/901").size(), 6u);
}

TEST_F(AccountRunTest, marks_deleted_only_what_a_lookup_does_not_find) {
  service.listed["notes"] = falling(110, 101);
  (void)sync_only({"notes"});
  service.gone = {105, 103};
  service.passed_over = {103, 108};
  request.check_deleted = true;
  const auto report = sync_only({"notes"});
  ASSERT_TRUE(report.lookup);
  EXPECT_EQ(report.lookup->deleted, 2);
  EXPECT_EQ(test::rows(home, "SELECT key FROM record WHERE state = 1 ORDER BY key"),
            (std::vector<std::string>{"103", "105"}));
  EXPECT_THAT(service.urls, Contains("https://paper/lookup?ids=108"));
  (void)sync_only({"notes"});
  EXPECT_THAT(service.urls, Not(Contains(HasSubstr("105"))));
}

TEST_F(AccountRunTest, looks_up_only_what_no_walk_of_the_run_has_met) {
  service.listed["notes"] = falling(110, 101);
  (void)sync_only({"notes"});
  std::erase(service.listed["notes"], 105);
  std::erase(service.listed["notes"], 104);
  service.gone = {105};
  request.walks.full = true;
  request.check_deleted = true;
  const auto report = sync_only({"notes"});
  EXPECT_EQ(report.lookup->asked, 2);
  EXPECT_EQ(report.lookup->deleted, 1);
  EXPECT_THAT(service.urls, Contains("https://paper/lookup?ids=104,105"));
}

TEST_F(AccountRunTest, looks_up_all_where_the_walk_did_not_come_to_its_end) {
  service.listed["notes"] = falling(106, 101);
  (void)sync_only({"notes"});
  request.walks.full = true;
  request.check_deleted = true;
  service.on_request = [&](std::size_t number) { service.cut_next = number == 2; };
  const auto report = sync_only({"notes"});
  EXPECT_EQ(stream(report, "notes").outcome, ErrorKind::malformed);
  EXPECT_EQ(report.lookup->asked, 6);
}

TEST_F(AccountRunTest, a_lookup_obeys_the_budget) {
  service.listed["notes"] = falling(110, 101);
  (void)sync_only({"notes"});
  clock.time += std::chrono::days(1);
  request.check_deleted = true;
  caps.cost = 20'000;
  const auto report = sync_only({"notes"});
  EXPECT_EQ(exit_code_of(report), 6);
  EXPECT_LE(report.totals.cost, 20'000);
}

TEST_F(AccountRunTest, charges_a_lookup_that_cannot_be_read_for_what_was_asked_for) {
  service.listed["notes"] = falling(103, 101);
  (void)sync_only({"notes"});
  request.check_deleted = true;
  service.on_request = [&](std::size_t number) { service.cut_next = number == 2; };
  const auto report = sync_only({"notes"});
  EXPECT_EQ(stream(report, "check-deleted").outcome, ErrorKind::malformed);
  EXPECT_EQ(stream(report, "check-deleted").totals.cost, 15'000);
}

TEST_F(AccountRunTest, says_what_a_lookup_of_unlisted_posts_would_cost) {
  service.listed["notes"] = falling(110, 101);
  (void)sync_only({"notes"});
  std::erase(service.listed["notes"], 105);
  request.walks.full = true;
  const auto report = sync_only({"notes"});
  EXPECT_EQ(report.no_longer_listed, 1);
  EXPECT_EQ(report.lookup_estimate.cost, 50'000);
  EXPECT_EQ(test::rows(home, "SELECT count(*) FROM record WHERE state = 1"), (std::vector<std::string>{"0"}));
}

TEST_F(AccountRunTest, keeps_what_went_wrong_in_the_ledger) {
  service.refusals = {403};
  (void)sync_only({"notes"});
  EXPECT_EQ(test::rows(home, "SELECT stream, outcome, message FROM run"),
            (std::vector<std::string>{"notes|forbidden|paper answered"}));
}

TEST_F(AccountRunTest, an_interruption_leaves_the_cursor_where_the_next_run_goes_on) {
  service.listed["notes"] = falling(110, 101);
  service.on_request = [&](std::size_t number) {
    if (number == 2) stop.request_stop();
  };
  const auto report = sync_once();
  EXPECT_EQ(exit_code_of(report), 130);
  EXPECT_EQ(cursor("notes").token, "t8");
}

}  // namespace
}  // namespace locker
