#include <gmock/gmock.h>

#include <future>

#include "tests/integration/serve_fixture.hpp"

namespace locker::test {
namespace {

using ::testing::AllOf;
using ::testing::Ge;
using ::testing::HasSubstr;
using ::testing::Le;
using ::testing::Not;

/// Syncs requested over HTTP, of an account that the schedule does not sync.
class SyncEndpoints : public Serve {
 protected:
  void SetUp() override {
    start();
    ASSERT_EQ(sign_in(json::object(), {"--budget", "none"}).code, 0);
    serve();
  }
  loopback::Answer get(const std::string& path) { return client->Get("/Me/twitter" + path); }
  loopback::Answer post(const std::string& path, const httplib::Headers& headers = {}) {
    return client->Post("/Me/twitter" + path, headers, "", "text/plain");
  }
};

TEST_F(SyncEndpoints, sync_by_get_as_in_2011_and_by_post_under_old_names_and_new) {
  struct Name {
    const char *path, *stream;
  };
  for (const auto& [path, stream] :
       {Name{"/mentions", "mentions"}, Name{"/friends", "following"}, Name{"/followers", "followers"},
        Name{"/home_timeline", "home"}, Name{"/likes", "likes"}, Name{"/bookmarks", "bookmarks"}}) {
    const auto by_get = get(path);
    ASSERT_EQ(by_get->status, 200) << path << by_get->body;
    EXPECT_EQ(json::parse(by_get->body)["success"]["event"], "summary") << path;
    EXPECT_FALSE(members(stream).empty()) << path;
    EXPECT_EQ(post(path)->status, 200) << path;
  }
  client->set_follow_location(false);
  const auto for_a_person = post("/likes", {{"Accept", "text/html"}});
  EXPECT_EQ(for_a_person->status, 302) << "back to the page with the button";
  for (const auto& answer :
       {client->Put("/Me/twitter/likes", "", "text/plain"), client->Head("/Me/twitter/likes")})
    EXPECT_EQ(answer->status, 405);
  EXPECT_EQ(get("/likes/12")->status, 404);
}

TEST_F(SyncEndpoints, sync_for_no_other_sites_page) {
  const int before = requests();
  for (const char* site : {"cross-site", "same-site"})
    for (const char* path : {"/likes", "/home_timeline"})
      EXPECT_EQ(client->Get(std::string("/Me/twitter") + path, {{"Sec-Fetch-Site", site}})->status, 403)
          << path;
  EXPECT_EQ(requests(), before);
}

TEST_F(SyncEndpoints, and_all_others_of_a_connectors_own_port_answer_core_alone) {
  ASSERT_EQ(get("/")->status, 200);
  const int own_port = json::parse(client->Get("/map")->body)["installed"]["twitter"]["port"];
  const int before = requests();
  loopback::Client anybody("127.0.0.1", own_port);
  for (const char* path : {"/", "/current/status", "/likes", "/auth", "/nothing"})
    for (const httplib::Headers& headers : {httplib::Headers{}, httplib::Headers{{"Locker-Key", ""}},
                                            httplib::Headers{{"Locker-Key", "guessed"}}}) {
      EXPECT_EQ(anybody.Get(path, headers)->status, 403) << path;
      EXPECT_EQ(anybody.Post(path, headers, "", "text/plain")->status, 403) << path;
    }
  EXPECT_EQ(client->Get("/Me/twitter/current/profile", {{"Locker-Key", "guessed"}})->status, 200)
      << "core puts its own in its place";
  EXPECT_EQ(requests(), before);
}

TEST_F(SyncEndpoints, say_what_cannot_be_read_and_offer_it_to_nobody) {
  const json scopes{"tweet.read", "users.read", "offline.access", "like.read", "follows.read"};
  ASSERT_EQ(sign_in({{"scopes", scopes}}, {"--budget", "none"}).code, 0);
  const auto refused = get("/dms");
  EXPECT_EQ(refused->status, 403) << refused->body;
  EXPECT_THAT(json::parse(refused->body)["error"]["hint"].get<std::string>(), HasSubstr("--streams +dms"));
  const auto for_a_person = post("/dms", {{"Accept", "text/html"}});
  EXPECT_EQ(for_a_person->status, 403);
  EXPECT_THAT(for_a_person->get_header_value("Content-Type"), HasSubstr("text/html"));
  EXPECT_THAT(for_a_person->body, AllOf(HasSubstr("was not synced"), HasSubstr("--streams +dms")));
  const auto page = get("/");
  for (const char* stream : {"likes", "tweets"})
    EXPECT_THAT(page->body, HasSubstr("/Me/twitter/" + std::string(stream) + "\"><button"));
  for (const char* stream : {"dms", "home", "list-members"})
    EXPECT_THAT(page->body, AllOf(HasSubstr("--streams +" + std::string(stream)),
                                  Not(HasSubstr("/Me/twitter/" + std::string(stream) + "\"><button"))));
  order("fault", {{"match", "liked_tweets"}, {"kind", "garbage"}, {"times", 0}});
  const auto failed = post("/likes", {{"Accept", "text/html"}});
  EXPECT_EQ(failed->status, 502);
  EXPECT_THAT(failed->body, HasSubstr("likes was not synced"));
}

TEST_F(SyncEndpoints, keep_to_the_months_budget_whatever_a_run_may_cost) {
  ASSERT_EQ(locker({"budget", "twitter", "0.01"}).code, 0);
  std::filesystem::create_directories(folder.path() / ".config" / "locker");
  std::ofstream(folder.path() / ".config" / "locker" / "config.toml") << "[sync]\nmax-cost = 1\n";
  const auto answer = post("/tweets");
  EXPECT_NE(answer->status, 200) << answer->body;
  EXPECT_THAT(answer->body, HasSubstr("budget"));
  EXPECT_LE(json::parse(locker({"budget", "twitter", "--json"}).out)["spent"], 0.01);
}

TEST_F(SyncEndpoints, answer_with_the_object_where_there_is_but_one) {
  const auto answer = get("/profile");
  ASSERT_EQ(answer->status, 200) << answer->body;
  EXPECT_EQ(json::parse(answer->body)["success"]["username"], "sandbox_me");
}

TEST_F(SyncEndpoints, say_when_to_come_again_as_the_service_said) {
  order("fault", {{"match", "liked_tweets"}, {"kind", "rate_limit"}, {"reset_in", 600}, {"times", 0}});
  const auto refused = get("/likes");
  ASSERT_EQ(refused->status, 429) << refused->body;
  EXPECT_THAT(std::stoi(refused->get_header_value("Retry-After")), AllOf(Ge(570), Le(602)));
  EXPECT_EQ(json::parse(refused->body)["error"]["exit"], 5);
  EXPECT_THAT(json::parse(refused->body)["error"]["message"].get<std::string>(), HasSubstr("limit"));
  EXPECT_EQ(get("/mentions")->status, 200) << "other windows are open";
  const auto told = get("/rate_limit_status");
  ASSERT_EQ(told->status, 200);
  const json limits = json::parse(told->body)["limits"];
  ASSERT_GE(limits.size(), 2u);
  EXPECT_EQ(limits[0]["remaining"], 0);
  EXPECT_THAT(limits[0]["window"].get<std::string>(), HasSubstr("liked_tweets"));
  for (const auto& one : limits)
    for (const char* member : {"window", "limit", "remaining", "reset", "told"})
      EXPECT_TRUE(one.contains(member)) << one;
}

TEST_F(SyncEndpoints, name_no_time_where_the_service_named_none) {
  order("fault", {{"match", "liked_tweets"}, {"kind", "garbage"}, {"times", 0}});
  const auto refused = get("/likes");
  EXPECT_EQ(refused->status, 502) << refused->body;
  EXPECT_EQ(refused->get_header_value("Retry-After"), "");
}

TEST_F(SyncEndpoints, name_who_holds_the_lock) {
  order("fault", {{"match", "liked_tweets"}, {"kind", "hang"}});
  Process other(command({"sync", "twitter", "--only", "likes"}), environment());
  ASSERT_TRUE(a_request_hangs());
  const auto refused = get("/mentions");
  ASSERT_EQ(refused->status, 409) << refused->body;
  EXPECT_EQ(json::parse(refused->body)["error"]["holder"], other.id());
  EXPECT_THAT(json::parse(refused->body)["error"]["message"].get<std::string>(),
              HasSubstr(std::to_string(other.id())));
  EXPECT_EQ(refused->get_header_value("Retry-After"), "60");
  const auto page = post("/mentions", {{"Accept", "text/html"}});
  EXPECT_EQ(page->status, 409);
  EXPECT_EQ(page->get_header_value("Retry-After"), "60");
}

TEST_F(SyncEndpoints, hold_the_lock_by_name_for_a_sync_from_a_shell) {
  order("fault", {{"match", "liked_tweets"}, {"kind", "hang"}});
  auto under_way = std::async(std::launch::async, [&] {
    httplib::Client one("127.0.0.1", port);
    one.set_default_headers({{"Authorization", "Bearer " + token}});
    return one.Post("/Me/twitter/likes");
  });
  ASSERT_EQ(question("holding?wait_ms=20000")["holding"], 1);
  const Outcome refused = locker({"sync", "twitter", "--only", "mentions"});
  EXPECT_EQ(refused.code, 11) << refused.err;
  const json running = json::parse(client->Get("/map")->body)["installed"]["twitter"];
  EXPECT_THAT(refused.err, HasSubstr(std::to_string(running["pid"].get<int>())));
  process->signal(SIGKILL);
  (void)under_way.get();
}

/// The service returns one page, and hangs at the next.
class EndedSync : public Serve {
 protected:
  void SetUp() override {
    sandbox::Settings settings;
    settings.sizes.posts = 300;
    start(std::move(settings));
    order("fault", {{"match", "/tweets"}, {"kind", "hang"}, {"after", 1}});
  }
  /// Stops the server while the second page is being requested.
  void end_under_way() {
    ASSERT_EQ(question("holding?wait_ms=60000")["holding"], 1);
    const auto begun = std::chrono::steady_clock::now();
    process->signal(SIGTERM);
    EXPECT_EQ(process->wait().code, 0);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(20)) << "on a busy machine";
  }
  void expect_to_go_on() {
    EXPECT_EQ(members("tweets").size(), 100u) << "the page that was read is kept";
    const json stream = stream_of_status();
    ASSERT_FALSE(stream.is_null()) << locker({"status"}).out;
    EXPECT_EQ(stream["under_way"], true);
    EXPECT_EQ(stream["last_run"]["outcome"], "interrupted") << stream;
    EXPECT_FALSE(stream["last_run"]["ended"].is_null()) << "it was not cut";
    EXPECT_THAT(locker({"status"}).out, HasSubstr("locker sync twitter goes on"));
    remove_faults();
    order("counters/reset");
    sync({"--only", "tweets"});
    EXPECT_EQ(members("tweets"), truth_by_chain("tweets"));
    EXPECT_LE(requests(), 3);
  }
  json stream_of_status() const {
    const json status = json::parse(locker({"status", "--json"}).out);
    for (const auto& stream : status["accounts"][0]["streams"])
      if (stream["stream"] == "tweets") return stream;
    return nullptr;
  }
};

TEST_F(EndedSync, that_the_schedule_began_ends_with_the_server_as_at_an_interrupt) {
  ASSERT_EQ(sign_in(json::object(), {"--budget", "10", "--streams", "tweets"}).code, 0);
  serve();
  end_under_way();
  expect_to_go_on();
}

TEST_F(EndedSync, that_a_request_began_ends_with_the_server_as_at_an_interrupt_and_says_so) {
  ASSERT_EQ(sign_in(json::object(), {"--budget", "none", "--streams", "tweets"}).code, 0);
  serve();
  auto under_way = std::async(std::launch::async, [&] {
    httplib::Client one("127.0.0.1", port);
    one.set_read_timeout(60);
    one.set_default_headers({{"Authorization", "Bearer " + token}});
    const auto answer = one.Post("/Me/twitter/tweets");
    return answer ? answer->status : 0;
  });
  end_under_way();
  EXPECT_EQ(under_way.get(), 503);
  expect_to_go_on();
}

TEST_F(SyncEndpoints, sync_their_own_account_alone) {
  ASSERT_EQ(sign_in(json::object(), {"--budget", "none", "--account", "twitter-work"}).code, 0);
  ASSERT_EQ(client->Get("/Me/twitter-work/likes")->status, 200);
  EXPECT_EQ(query({"--source", "twitter-work", "--stream", "likes"}).size(), truth("likes").size());
  ASSERT_EQ(get("/mentions")->status, 200);
  const json mentions = query({"--stream", "mentions"});
  ASSERT_FALSE(mentions.empty());
  for (const auto& row : mentions) EXPECT_EQ(row["account"], "twitter");
}

}  // namespace
}  // namespace locker::test
