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

/// A sync that is asked for over HTTP, of an account that the schedule leaves alone.
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
