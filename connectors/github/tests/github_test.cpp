// The real program against the stand-in GitHub: how much it asks, and what it makes of each refusal.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>

#include "stand_in/control.hpp"
#include "stand_in/stand_in.hpp"
#include "tests/integration/program.hpp"
#include "tests/unit/support/temporary_folder.hpp"

namespace locker::test {
namespace {

using github_stand_in::Json;
using github_stand_in::Settings;
using github_stand_in::StandIn;
using ::testing::Contains;
using ::testing::Ge;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Words = std::vector<std::string>;

/// Five thousand stars take a while where the tests are not optimised or the machine is busy.
constexpr std::chrono::seconds kPatience{300};
constexpr int kDone = 0, kPartly = 3, kSignInNeeded = 4, kTemporary = 5;

Words lines_of(const std::string& text) {
  std::istringstream stream(text);
  Words lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

class GitHub : public ::testing::Test {
 protected:
  void start(Settings settings = {}) { service.emplace(settings); }
  void begin(Settings settings = {}) {
    start(settings);
    ASSERT_EQ(sign_in().code, kDone);
    order("counters/reset");
  }
  Outcome sign_in(const Json& token = Json::object()) {
    const std::string given = order("token", token)["token"];
    return locker({"auth", "github", "--token-stdin"}, given + "\n");
  }
  void TearDown() override {
    if (service) {
      EXPECT_THAT(question("counters")["unexpected"].get<Words>(), IsEmpty());
    }
  }

  Json order(const std::string& name, const Json& what = Json::object()) {
    return github_stand_in::order(service->service(), name, what);
  }
  Json question(const std::string& name) { return github_stand_in::question(service->service(), name); }
  Words truth(const std::string& stream) { return question("truth/" + stream)["ids"].get<Words>(); }
  std::string own_repository(const std::string& name) {
    for (const auto& [id, repository] : service->service().world.repositories)
      if (repository.name == name) return std::to_string(id);
    throw std::runtime_error("no repository " + name);
  }
  void fault(const std::string& match, int status, loopback::Headers headers = {}, std::int64_t times = 1,
             std::string body = R"({"message":"Not so"})") {
    loopback::Fault made;
    made.match = match;
    made.status = status;
    made.headers = std::move(headers);
    made.times = times;
    made.body = std::move(body);
    service->service().faults.add(made);
  }
  void hold(const std::string& match) {
    loopback::Fault hold;
    hold.kind = "hold";
    hold.match = match;
    hold.times = 0;
    service->service().faults.add(hold);
  }

  Variables environment() const {
    return {{"PATH", (folder.path() / "bin").string() + ":/usr/bin:/bin"},
            {"HOME", folder.path().string()},
            {"LOCKER_HOME", (folder.path() / "home").string()},
            {"TZ", "UTC"},
            {"BROWSER", "/bin/true"},
            {"ASAN_OPTIONS", "detect_leaks=0:verify_asan_link_order=0"},
            {"LD_PRELOAD", LOCKER_QUICK_CLOCK},
            {"LOCKER_WAITS", (folder.path() / "waits").string()},
            {"LOCKER_GITHUB_API", service->base() + service->service().settings.api_path},
            {"LOCKER_GITHUB_WEB", service->base()}};
  }
  Outcome locker(const Words& arguments, const std::string& input = {}) const {
    Words words{program_path()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    return Process(words, environment(), input).wait(kPatience);
  }
  Outcome sync(const Words& arguments = {}, int code = kDone) const {
    Words words{"sync", "github"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    Outcome outcome = locker(words);
    EXPECT_EQ(outcome.code, code) << outcome.err << outcome.out;
    return outcome;
  }
  Json summary(const Words& arguments = {}, int code = kDone) const {
    Words words{"--json"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    const Words lines = lines_of(sync(words, code).out);
    if (lines.empty()) throw std::runtime_error("no summary");
    return Json::parse(lines.back());
  }
  Json query(const Words& arguments) const {
    Words words{"query", "--format", "json"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    const Outcome outcome = locker(words);
    EXPECT_EQ(outcome.code, kDone) << outcome.err;
    return Json::parse(outcome.out);
  }
  Words members(const std::string& stream) const {
    std::set<std::string> ids;
    for (const auto& row : query({"--stream", stream})) ids.insert(row["id"].get<std::string>());
    return {ids.begin(), ids.end()};
  }
  void expect_all_of(const std::string& stream) {
    Words expected = truth(stream);
    std::ranges::sort(expected);
    EXPECT_EQ(members(stream), expected) << stream;
  }
  Words actions_of(const std::string& id) const {
    const Outcome outcome = locker({"history", "--after", "0", "--format", "json"});
    Words actions;
    for (const auto& change : Json::parse(outcome.out))
      if (change["id"] == id) actions.push_back(change["action"]);
    return actions;
  }
  std::vector<long> waits() const {
    std::vector<long> all;
    for (const auto& line : lines_of(text_of(folder.path() / "waits"))) all.push_back(std::stol(line));
    std::filesystem::remove(folder.path() / "waits");
    return all;
  }

  TemporaryFolder folder;
  std::optional<StandIn> service;
};

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
  EXPECT_EQ(asked("/user/starred"), 50);
  EXPECT_EQ(asked("/user/repos"), 1);
  EXPECT_EQ(asked("/repos/{owner}/{repo}/languages"), 50);
  EXPECT_EQ(asked("/repos/{owner}/{repo}/issues"), 50);
  EXPECT_EQ(asked("/repos/{owner}/{repo}/pulls"), 50);
  EXPECT_EQ(asked("/repos/{owner}/{repo}/commits"), 50);
  EXPECT_EQ(asked("/repos/{owner}/{repo}/releases"), 50);
  EXPECT_EQ(asked("/repos/{owner}/{repo}/issues/comments"), 50);
  EXPECT_EQ(asked("/repos/{owner}/{repo}/pulls/comments"), 50);
  EXPECT_EQ(asked("/repos/{owner}/{repo}/pulls/{number}/reviews"), 49);
  EXPECT_EQ(asked("/issues"), 4) << "three lists, one of two pages, once for issues and pull requests";
  EXPECT_LE(asked("/user"), 2);
  EXPECT_EQ(question("counters")["by_status"].value("304", 0), 0);

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
  sync({"--max-items", "1000000"});  // under a cap nothing is asked for ahead
  EXPECT_EQ(question("counters")["most_at_once"], 1);
  const std::string in_turn = locker({"__dump"}).out;
  std::filesystem::remove_all(folder.path() / "home");
  ASSERT_EQ(sign_in().code, kDone);
  order("counters/reset");

  hold("/user/starred?per_page=100&page=");
  Process process({program_path(), "sync", "github"}, environment());
  EXPECT_TRUE(service->service().faults.wait_held(60'000, 6));
  service->remove_faults();
  EXPECT_EQ(process.wait(kPatience).code, kDone);
  EXPECT_EQ(question("counters")["most_at_once"], 6);
  EXPECT_EQ(locker({"__dump"}).out, in_turn);
}

TEST_F(GitHub, keeps_when_something_was_starred) {
  begin();
  sync();
  const std::string raw = locker({"query", "--sql", "SELECT * FROM starred LIMIT 1", "--format", "json"}).out;
  EXPECT_THAT(raw, HasSubstr("starred_at"));
}

TEST_F(GitHub, takes_no_pull_request_for_an_issue) {
  begin();
  sync();
  expect_all_of("issues");
  expect_all_of("pulls");
  for (const auto& line : lines_of(locker({"query", "--raw", "--type", "issue"}).out))
    EXPECT_FALSE(Json::parse(line).contains("pull_request")) << line;
}

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
  begin();
  sync();
  expect_all_of("commits");
  sync();
}

TEST_F(GitHub, follows_a_repository_to_its_new_name) {
  begin();
  sync();
  const Words commits = members("commits");
  order("rename", {{"id", own_repository("orbit-0")}, {"name", "orbit-renamed"}});
  // The list still tells the old name once: what is below it moved meanwhile.
  sync({"--only", "commits,releases,issues"});
  EXPECT_EQ(members("commits"), commits);
  sync();
  EXPECT_EQ(members("commits"), commits);
  expect_all_of("releases");
}

TEST_F(GitHub, deletes_no_issue_that_was_transferred) {
  begin();
  sync();
  const auto& world = service->service().world;
  const std::string repository = own_repository("orbit-0");
  const auto issue = std::ranges::find_if(world.issues, [&](const auto& one) {
    return std::to_string(one.repository) == repository && !one.is_pull;
  });
  const std::string id = std::to_string(issue->id);
  order("transfer_issue", {{"id", id}, {"to", own_repository("ferry-2")}});
  sync({"--full"});
  EXPECT_THAT(actions_of(id), Not(Contains("delete")));
  EXPECT_TRUE(query({"--deleted"}).empty());
  expect_all_of("issues");
}

TEST_F(GitHub, keeps_the_record_of_a_repository_that_is_gone) {
  begin();
  sync();
  const std::string id = own_repository("ferry-2");
  order("delete_repository", {{"id", id}});
  sync({"--full"});
  EXPECT_THAT(members("repositories"), Not(Contains(id)));
  EXPECT_FALSE(query({"--type", "repository"}).empty());
  EXPECT_THAT(actions_of(id), Contains("remove"));
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

TEST_F(GitHub, comes_again_where_an_answer_is_not_ready) {
  begin();
  fault("/languages", 202, {}, 2, "{}");
  fault("/user/followers", 202, {}, 1, "{}");
  sync();
  expect_all_of("followers");
  expect_all_of("repositories");
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
  const Outcome outcome = sync({}, kPartly);
  EXPECT_THAT(outcome.err, HasSubstr("notifications"));
  expect_all_of("starred");
  expect_all_of("issues");
}

TEST_F(GitHub, knows_the_person_under_a_new_name) {
  begin();
  sync();
  order("person", {{"login", "octo-renamed"}});
  order("event", {{"type", "PushEvent"}});
  sync();
  expect_all_of("events");
  EXPECT_EQ(actions_of(truth("profile").front()).back(), "update");
}

TEST_F(GitHub, shows_events_that_were_told_no_more_as_a_gap) {
  begin();
  sync({"--only", "events"});
  const auto gap = [&] {
    const Json status = Json::parse(locker({"status", "--json"}).out);
    for (const auto& stream : status["accounts"][0]["streams"])
      if (stream["stream"] == "events") return stream["gap"].dump();
    return std::string("no such stream");
  };
  EXPECT_THAT(gap(), Not(HasSubstr("between")));
  for (int i = 0; i < 310; ++i) order("event", {{"type", "PushEvent"}});
  sync({"--only", "events"});
  EXPECT_THAT(gap(), HasSubstr("between"));
}

TEST_F(GitHub, stores_what_is_in_the_files_of_gists) {
  begin();
  order("gist", {{"files", {{"recipe.txt", "three spoons of cardamom"}}}});
  sync();
  EXPECT_EQ(query({"cardamom"}).size(), 1u);
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

}  // namespace
}  // namespace locker::test
