// Refusals by GitHub, and signing in.
#include "github_fixture.hpp"

namespace locker::test::github {
namespace {

using ::testing::Contains;
using ::testing::Ge;
using ::testing::HasSubstr;

TEST_F(GitHub, skips_a_stream_whose_endpoint_is_not_there_and_says_what_to_do) {
  begin();
  fault("/user/orgs", 404, {}, 0);
  const Outcome outcome = sync({}, kPartly);
  EXPECT_THAT(outcome.err, HasSubstr("organizations"));
  EXPECT_EQ(lines_of(outcome.err).size(), 1u) << outcome.err;
  expect_all_of("subscriptions");
  const Json status = Json::parse(locker({"status", "--json"}).out);
  for (const auto& stream : status["accounts"][0]["streams"]) {
    if (stream["stream"] == "organizations") {
      EXPECT_FALSE(stream["last_run"]["hint"].is_null()) << stream;
    }
  }
}

TEST_F(GitHub, goes_on_behind_a_repository_that_is_blocked) {
  begin();
  order("standing", {{"id", own_repository("ferry-2")}, {"standing", "blocked"}});
  const Json whole = summary();
  EXPECT_THAT(whole.dump(), HasSubstr("blocked"));
  for (const char* stream : {"issues", "commits", "releases", "followers"}) expect_all_of(stream);
}

TEST_F(GitHub, finds_nothing_to_do_in_an_empty_repository) {
  constexpr char kRoute[] = "/repos/{owner}/{repo}/commits";
  begin();
  sync();
  expect_all_of("commits");
  order("counters/reset");
  sync();
  EXPECT_EQ(question("counters")["by_route"][kRoute], 1) << "the first answer may have been a mistake";
  order("counters/reset");
  sync();
  EXPECT_FALSE(question("counters")["by_route"].contains(kRoute));

  const auto& world = service->service().world;
  const auto empty = std::ranges::find_if(world.repositories, [&](const auto& one) {
    return one.second.owner == world.me && one.second.commits.empty();
  });
  order("commit", {{"repository", std::to_string(empty->first)}, {"message", "the first"}});
  sync();
  expect_all_of("commits");
}

TEST_F(GitHub, ends_for_now_where_it_may_not_wait_for_what_makes_a_list_whole) {
  begin();
  fault("/languages", 502, {}, 0);
  const Outcome outcome = sync({"--no-wait"}, kTemporary);
  EXPECT_THAT(outcome.err, HasSubstr("--no-wait did not allow"));
  EXPECT_EQ(lines_of(outcome.err).size(), 1u) << outcome.err;
  expect_all_of("repositories");
  EXPECT_THAT(sync({"--max-wait", "2s"}, kTemporary).err, HasSubstr("--max-wait did not allow"));
  service->service().faults.clear();
  sync({"--no-wait"});
  for (const char* stream : {"commits", "gists", "followers"}) expect_all_of(stream);
}

TEST_F(GitHub, is_partly_done_where_what_makes_a_list_whole_failed_in_spite_of_retries) {
  begin();
  fault("/languages", 502, {}, 0);
  EXPECT_THAT(sync({}, kPartly).err, HasSubstr("502"));
  expect_all_of("followers");
}

TEST_F(GitHub, names_the_scope_that_is_missing) {
  start();
  ASSERT_EQ(sign_in({{"scopes", {"public_repo", "read:user", "gist", "read:org"}}}).code, kDone);
  const Outcome outcome = sync({"--only", "notifications"}, kPartly);
  EXPECT_THAT(outcome.err, HasSubstr("notifications"));
  EXPECT_THAT(outcome.err, HasSubstr("locker auth github"));
}

TEST_F(GitHub, leaves_out_what_a_token_without_scopes_may_not_read) {
  start();
  ASSERT_EQ(sign_in({{"scopes", Json::array()}}).code, kDone);
  EXPECT_THAT(sync({}, kPartly).err, HasSubstr("--streams +issues"));
  EXPECT_FALSE(question("counters")["by_route"].contains("/notifications"));
  EXPECT_FALSE(question("counters")["by_route"].contains("/user/orgs"));
  expect_all_of("starred");
}

TEST_F(GitHub, reads_with_a_fine_grained_token_what_that_may) {
  start();
  ASSERT_EQ(sign_in({{"fine_grained", true}}).code, kDone);
  EXPECT_EQ(sync().err, "") << "what no such token may read is left out of what is asked for by default";
  expect_all_of("starred");
  expect_all_of("issues");
  EXPECT_THAT(locker({"status"}).out, HasSubstr("notifications"));
  const Outcome wanted = sync({"--only", "notifications"}, kPartly);
  EXPECT_THAT(wanted.err, HasSubstr("a classic one"));
}

TEST_F(GitHub, signs_in_by_a_code_and_asks_more_slowly_when_told) {
  start();
  order("device", {{"pending", 2}, {"slow_down_at", 1}});
  const Outcome outcome = locker({"auth", "github", "--client-id", "stand-in-client"});
  ASSERT_EQ(outcome.code, kDone) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("WDJB-MJHT"));
  EXPECT_THAT(waits(), Contains(Ge(9'900))) << "five seconds more than the five of the beginning";
  sync({"--only", "starred"});
  expect_all_of("starred");
}

TEST_F(GitHub, says_what_to_look_at_where_the_app_is_not_known) {
  start();
  const Outcome outcome = locker({"auth", "github", "--client-id", "another"});
  EXPECT_EQ(outcome.code, kSignInNeeded);
  EXPECT_THAT(outcome.err, HasSubstr("--client-id"));
  EXPECT_THAT(outcome.err, HasSubstr("Enable Device Flow"));
}

TEST_F(GitHub, stays_out_where_the_code_is_refused_or_ends) {
  for (const char* end : {"access_denied", "expired_token"}) {
    start();
    order("device", {{"end", end}});
    const Outcome outcome = locker({"auth", "github", "--client-id", "stand-in-client"});
    EXPECT_EQ(outcome.code, kSignInNeeded) << end << outcome.err;
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "home" / "Me" / "github" / "auth.json")) << end;
  }
}

TEST_F(GitHub, wants_a_sign_in_when_the_token_is_revoked) {
  begin();
  order("revoke_tokens");
  const Outcome outcome = sync({}, kSignInNeeded);
  EXPECT_THAT(outcome.err, HasSubstr("locker auth github"));
  EXPECT_LE(question("counters")["total"], 3);
}

TEST_F(GitHub, asks_again_for_what_it_was_refused_beside_a_list) {
  begin();
  const std::string one = truth("gists").front();
  const std::string large =
      order("gist", {{"files", {{"recipe.txt", std::string(1'000'000, 'x') + " with cardamom"}}}})["id"];
  fault("/gists/" + one, 403);
  fault("/raw/" + large, 404);
  fault("/languages", 404);
  const std::string told = sync({"--only", "repositories,gists", "-v"}, kPartly).err;
  EXPECT_THAT(told, HasSubstr("repository/github/"));
  EXPECT_THAT(told, HasSubstr("gist/github/"));
  EXPECT_THAT(told, HasSubstr("1 more"));
  expect_all_of("gists");
  EXPECT_TRUE(query({"cardamom"}).empty());

  order("counters/reset");
  sync({"--only", "repositories,gists"});
  EXPECT_EQ(question("counters")["by_route"]["/gists/{gist_id}"], 2);
  EXPECT_EQ(question("counters")["by_route"]["/repos/{owner}/{repo}/languages"], 1);
  EXPECT_EQ(query({"cardamom"}).size(), 1u);
  for (const auto& line : lines_of(locker({"query", "--raw", "--type", "gist"}).out))
    EXPECT_TRUE(Json::parse(line).contains("history")) << line;

  order("counters/reset");
  sync({"--only", "repositories,gists"});
  EXPECT_EQ(question("counters")["total"], 2);
  EXPECT_EQ(question("counters")["by_status"]["304"], 2);
}

TEST_F(GitHub, holds_back_only_the_gist_whose_file_is_gone_or_limited) {
  Settings settings;
  settings.api_path = "/api/v3";  // so that files have a different path
  begin(settings);
  const auto large = [&](const std::string& word) {
    return order("gist", {{"files", {{"recipe.txt", std::string(1'000'000, 'x') + " with " + word}}}})["id"]
        .get<std::string>();
  };
  const std::string gone = large("cardamom"), limited = large("turmeric"), fine = large("saffron");
  fault("/raw/" + gone, 410);
  fault("/raw/" + limited, 429);
  const std::string told = sync({"--only", "gists,followers", "--max-wait", "10s", "-v"}, kPartly).err;
  EXPECT_THAT(told, HasSubstr("is stored in part"));
  EXPECT_THAT(told, HasSubstr("1 more"));
  expect_all_of("gists");
  expect_all_of("followers");
  EXPECT_EQ(query({"saffron"}).size(), 1u);
  EXPECT_THAT(locker({"status"}).out, HasSubstr("is stored in part"));

  sync({"--only", "gists"});
  EXPECT_EQ(query({"cardamom"}).size(), 1u);
  EXPECT_EQ(query({"turmeric"}).size(), 1u);
}

TEST_F(GitHub, reads_no_list_again_for_what_is_refused_for_good) {
  begin();
  const std::string large =
      order("gist", {{"files", {{"recipe.txt", std::string(1'000'000, 'x') + " with cardamom"}}}})["id"];
  fault("/raw/" + large, 404, {}, 0);
  fault("/ferry-2/languages", 403, {}, 0);
  sync({"--only", "repositories,gists"}, kPartly);
  order("counters/reset");
  const std::string told = sync({"--only", "repositories,gists", "-v"}, kPartly).err;
  EXPECT_THAT(told, HasSubstr("repository/github/" + own_repository("ferry-2")));
  EXPECT_THAT(told, HasSubstr("gist/github/" + large));
  EXPECT_EQ(question("counters")["total"], 4);
  EXPECT_EQ(question("counters")["by_status"]["304"], 2);

  service->service().faults.clear();
  order("counters/reset");
  sync({"--only", "repositories,gists"});
  EXPECT_EQ(query({"cardamom"}).size(), 1u);
  EXPECT_EQ(question("counters")["total"], 2 + 2 + 2 + 1) << "what is answered now is asked for once";
  order("counters/reset");
  sync({"--only", "repositories,gists"});
  EXPECT_EQ(question("counters")["total"], 2);
  EXPECT_EQ(question("counters")["by_status"]["304"], 2);
}

TEST_F(GitHub, asks_a_repository_that_was_blocked_for_what_it_missed) {
  begin();
  const std::string id = own_repository("ferry-2");
  order("standing", {{"id", id}, {"standing", "blocked"}});
  sync({"--only", "repositories"});
  order("standing", {{"id", id}, {"standing", "open"}});
  sync({"--only", "repositories"});
  const std::string parts =
      "SELECT count(*) AS n FROM part p JOIN version v ON v.id = p.version"
      " JOIN record r ON r.id = v.record WHERE r.key = '" +
      id + "'";
  EXPECT_THAT(locker({"query", "--sql", parts, "--format", "csv"}).out, HasSubstr("1"));
}

}  // namespace
}  // namespace locker::test::github
