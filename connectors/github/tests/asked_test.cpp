// The number of requests to GitHub, their rate, and waits.
#include "github_fixture.hpp"

namespace locker::test::github {
namespace {

using ::testing::Contains;
using ::testing::Ge;
using ::testing::HasSubstr;

Settings large() {
  Settings settings;
  settings.stars = 5000;
  settings.repositories = 50;
  settings.member_repositories = 0;
  return settings;
}

TEST_F(GitHub, asks_as_little_as_there_is_at_first_and_nearly_nothing_again) {
  begin(large());
  sync();
  expect_all_of("starred");
  expect_all_of("repositories");
  const Json first = question("counters")["by_route"];
  const auto asked = [&](const char* route) { return first.value(route, 0); };
  EXPECT_EQ(asked("/user/starred"), 50 + 2) << "once more the first and the last: nothing slid past";
  EXPECT_EQ(asked("/user/repos"), 1);
  EXPECT_EQ(asked("/repos/{owner}/{repo}/languages"), 50);
  EXPECT_EQ(asked("/repos/{owner}/{repo}/issues"), 50);
  EXPECT_EQ(asked("/repos/{owner}/{repo}/pulls"), 50);
  EXPECT_EQ(asked("/repos/{owner}/{repo}/commits"), 50);
  EXPECT_EQ(asked("/repos/{owner}/{repo}/releases"), 50);
  EXPECT_EQ(asked("/repos/{owner}/{repo}/issues/comments"), 50);
  EXPECT_EQ(asked("/repos/{owner}/{repo}/pulls/comments"), 50);
  EXPECT_EQ(asked("/repos/{owner}/{repo}/pulls/{number}/reviews"), 49);
  EXPECT_EQ(asked("/issues"), 4 + 2) << "three lists, one of two pages, once for issues and pull requests";
  EXPECT_LE(asked("/user"), 2);
  EXPECT_EQ(question("counters")["by_status"].value("304", 0), 4) << "which cost nothing";

  order("counters/reset");
  const Json again = summary();
  for (const char* action : {"new", "update", "add", "remove"}) EXPECT_EQ(again["changes"][action], 0);
  const Json counters = question("counters");
  const int total = counters["total"], unchanged = counters["by_status"].value("304", 0);
  EXPECT_LE(total, static_cast<int>(again["accounts"][0]["streams"].size()) + 1);
  EXPECT_GE(unchanged, total * 9 / 10) << counters.dump(1);
  EXPECT_EQ(counters["by_route"]["/user/starred"], 1);
  EXPECT_EQ(counters["by_route"]["/issues"], 3);
}

TEST_F(GitHub, asks_for_six_things_at_once_and_stores_as_if_it_had_asked_in_turn) {
  Settings settings;
  settings.stars = 800;
  begin(settings);
  sync({"--max-items", "1000000"});  // with a cap nothing is prefetched
  EXPECT_EQ(question("counters")["most_at_once"], 1);
  const std::string in_turn = locker({"__dump"}).out;
  std::filesystem::remove_all(folder.path() / "home");
  ASSERT_EQ(sign_in().code, kDone);
  order("counters/reset");

  hold("/user/starred?per_page=100&page=", 1);  // the last page, which is prefetched
  Process process({program_path(), "sync", "github"}, environment());
  EXPECT_TRUE(service->service().faults.wait_held(60'000, 6));
  service->remove_faults();
  EXPECT_EQ(process.wait(kPatience).code, kDone);
  EXPECT_EQ(question("counters")["most_at_once"], 6);
  EXPECT_EQ(locker({"__dump"}).out, in_turn);
}

TEST_F(GitHub, waits_for_the_reset_and_for_retry_after_and_says_so) {
  begin();
  const std::string reset = std::to_string(service->service().now() + 1800);
  (void)waits();
  fault("/user/starred", 403, {{"X-RateLimit-Remaining", "0"}, {"X-RateLimit-Reset", reset}});
  const Outcome primary = sync();
  EXPECT_THAT(waits(), Contains(Ge(1'700'000)));
  EXPECT_THAT(primary.err, HasSubstr("until"));
  fault("/user/starred", 403, {{"Retry-After", "75"}}, 1,
        R"({"message":"You have exceeded a secondary rate limit."})");
  sync();
  EXPECT_THAT(waits(), Contains(Ge(74'000)));
  fault("/user/followers", 429, {{"Retry-After", "0"}});
  sync();
  EXPECT_THAT(waits(), Contains(Ge(990)));
  fault("/user/followers", 403, {{"X-RateLimit-Remaining", "0"}, {"X-RateLimit-Reset", reset}});
  sync({"--no-wait"}, kTemporary);
}

TEST_F(GitHub, waits_for_a_limit_that_another_process_met_without_asking) {
  begin();
  const std::string reset = std::to_string(service->service().now() + 1800);
  const Words cron{"--only", "starred,followers", "--no-wait"};
  fault("/user/starred", 403,
        {{"X-RateLimit-Remaining", "0"}, {"X-RateLimit-Reset", reset}, {"X-RateLimit-Resource", "core"}});
  sync(cron, kTemporary);
  order("counters/reset");
  const Outcome early = sync(cron, kTemporary);
  EXPECT_EQ(question("counters")["total"], 0);
  EXPECT_EQ(lines_of(early.err).size(), 1u) << early.err;
  EXPECT_THAT(early.err, HasSubstr("until"));

  (void)waits();
  EXPECT_THAT(sync({"--only", "starred,followers"}).err, HasSubstr("until"));
  EXPECT_THAT(waits(), Contains(Ge(1'700'000)));
  expect_all_of("starred");
  order("counters/reset");
  sync(cron);
  EXPECT_EQ(question("counters")["total"], 2);
}

TEST_F(GitHub, leaves_alone_what_asked_for_a_pause_without_saying_how_long) {
  begin();
  const Words cron{"--only", "starred,followers", "--no-wait"};
  fault("/user/starred", 403, {{"X-RateLimit-Remaining", "4000"}, {"X-RateLimit-Resource", "core"}}, 1,
        R"({"message":"You have exceeded a secondary rate limit."})");
  sync(cron, kTemporary);
  order("counters/reset");
  EXPECT_THAT(sync(cron, kTemporary).err, HasSubstr("until"));
  EXPECT_EQ(question("counters")["total"], 0);
}

TEST_F(GitHub, asks_for_events_no_more_often_than_github_says) {
  Settings settings;
  settings.poll_interval = 60;
  begin(settings);
  sync();
  order("counters/reset");
  const Outcome early = sync({"--no-wait"});
  EXPECT_EQ(early.err, "");
  const Json asked = question("counters")["by_route"];
  EXPECT_FALSE(asked.contains("/notifications")) << asked;
  EXPECT_FALSE(asked.contains("/users/{username}/events")) << asked;
  EXPECT_TRUE(asked.contains("/user/starred")) << asked;

  order("counters/reset");
  sync({"--only", "events,notifications", "--full"});
  EXPECT_TRUE(question("counters")["by_route"].contains("/notifications"));
  expect_all_of("events");
}

TEST_F(GitHub, asks_for_what_others_did_only_when_told) {
  constexpr char kRoute[] = "/users/{username}/received_events";
  begin();
  sync();
  EXPECT_FALSE(question("counters")["by_route"].contains(kRoute));
  sync({"--only", "received-events"});
  EXPECT_TRUE(question("counters")["by_route"].contains(kRoute));
  expect_all_of("received-events");
}

TEST_F(GitHub, comes_again_where_an_answer_is_not_ready) {
  begin();
  fault("/languages", 202, {}, 2, "{}");
  fault("/user/followers", 202, {}, 1, "{}");
  sync();
  expect_all_of("followers");
  expect_all_of("repositories");
}

TEST_F(GitHub, may_be_a_server_of_an_enterprise_whose_api_lies_below_a_path) {
  Settings settings;
  settings.api_path = "/api/v3";
  settings.stars = 150;
  start(settings);
  ASSERT_EQ(locker({"auth", "github", "--client-id", "stand-in-client"}).code, kDone);
  sync();
  for (const char* stream : {"starred", "repositories", "commits", "gists", "events"}) expect_all_of(stream);
}

TEST_F(GitHub, finds_where_to_sign_in_to_an_enterprise_from_the_address_of_its_api) {
  Settings settings;
  settings.api_path = "/api/v3";
  start(settings);
  Variables variables = environment();
  variables.erase("LOCKER_GITHUB_WEB");
  Process process({program_path(), "auth", "github", "--client-id", "stand-in-client"}, variables);
  EXPECT_EQ(process.wait(kPatience).code, kDone);
}

}  // namespace
}  // namespace locker::test::github
