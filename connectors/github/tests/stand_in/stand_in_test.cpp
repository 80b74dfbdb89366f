#include "stand_in.hpp"

#include <gmock/gmock.h>

#include "control.hpp"
#include "loopback/client.hpp"

namespace github_stand_in {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class StandInTest : public ::testing::Test {
 protected:
  void start(Settings settings = {}) {
    stand_in.emplace(settings);
    client.emplace("127.0.0.1", stand_in->port());
    sign_in();
  }
  void sign_in(const Json& with = Json::object()) {
    headers = {
        {"X-GitHub-Api-Version", "2022-11-28"},
        {"Accept", "application/vnd.github+json"},
        {"User-Agent", "a test"},
        {"Authorization", "Bearer " + order(stand_in->service(), "token", with)["token"].get<std::string>()}};
  }
  loopback::Answer get(const std::string& path, const httplib::Headers& more = {}) {
    httplib::Headers all = headers;
    for (const auto& header : more) {
      all.erase(header.first);
      all.insert(header);
    }
    return client->Get(path, all);
  }
  Json json(const std::string& path) { return Json::parse(get(path)->body); }
  Json do_order(const std::string& name, const Json& what = Json::object()) {
    return order(stand_in->service(), name, what);
  }
  std::vector<std::string> complaints() { return question(stand_in->service(), "counters")["unexpected"]; }
  std::string next_of(const loopback::Answer& page) {
    const std::string links = page->get_header_value("Link");
    const auto end = links.find(">; rel=\"next\"");
    if (end == std::string::npos) return "";
    const auto begin = links.rfind('<', end) + 1;
    const std::string address = links.substr(begin, end - begin);
    EXPECT_EQ(address.rfind(stand_in->base(), 0), 0u) << "absolute";
    return address.substr(stand_in->base().size());
  }
  /// Follows the links to the last page.
  std::vector<std::string> all(std::string path, const std::string& key = "id") {
    std::vector<std::string> ids;
    for (int pages = 0; !path.empty() && pages < 100; ++pages) {
      const auto page = get(path);
      EXPECT_EQ(page->status, 200) << path << page->body;
      for (const auto& one : Json::parse(page->body))
        ids.push_back(one[key].is_string() ? one[key].get<std::string>() : one[key].dump());
      path = next_of(page);
    }
    return ids;
  }

  std::optional<StandIn> stand_in;
  std::optional<loopback::Client> client;
  httplib::Headers headers;
};

TEST_F(StandInTest, lists_everything_by_following_links) {
  Settings settings;
  settings.issues = 25;
  start(settings);
  EXPECT_EQ(all("/user/followers?per_page=2").size(), 9u);
  EXPECT_EQ(all("/issues?filter=repos&state=all&per_page=10").size(), 25u * 7);
  EXPECT_EQ(all("/repos/octo-me/orbit-0/issues?state=all&per_page=10").size(), 25u);
  EXPECT_EQ(all("/repos/octo-me/orbit-0/commits?per_page=2", "sha").size(), 7u);
  EXPECT_THAT(complaints(), IsEmpty());
}

TEST_F(StandInTest, names_repositories_by_number_and_hides_places_in_its_links) {
  start();
  const std::string next = next_of(get("/repos/octo-me/orbit-0/issues?state=all&per_page=2"));
  EXPECT_THAT(next, HasSubstr("/repositories/"));
  EXPECT_THAT(next, HasSubstr("after="));
  const std::string links = get("/user/followers?per_page=4&page=2")->get_header_value("Link");
  for (const char* relation : {"first", "prev", "next", "last"}) EXPECT_THAT(links, HasSubstr(relation));
}

TEST_F(StandInTest, notes_what_a_careful_program_would_not_ask) {
  start();
  get("/user/followers?per_page=1000");
  get("/user/followers?colour=red");
  get("/user", {{"X-GitHub-Api-Version", "2001-01-01"}});
  get("/user", {{"Accept", "*/*"}});
  EXPECT_EQ(get("/no/such/route")->status, 404);
  EXPECT_EQ(complaints().size(), 5u);
}

TEST_F(StandInTest, refuses_tokens_it_does_not_know) {
  start();
  EXPECT_EQ(get("/user", {{"Authorization", "Bearer wrong"}})->status, 401);
  do_order("revoke_tokens");
  EXPECT_EQ(json("/user")["message"], "Bad credentials");
}

TEST_F(StandInTest, answers_304_which_counts_against_no_limit) {
  Settings settings;
  settings.poll_interval = 60;
  start(settings);
  const auto first = get("/user/starred");
  const std::string left = first->get_header_value("X-RateLimit-Remaining");
  const auto again = get("/user/starred", {{"If-None-Match", first->get_header_value("ETag")}});
  EXPECT_EQ(again->status, 304);
  EXPECT_EQ(again->body, "");
  EXPECT_EQ(again->get_header_value("X-RateLimit-Remaining"), left);
  do_order("star");
  EXPECT_EQ(get("/user/starred", {{"If-None-Match", first->get_header_value("ETag")}})->status, 200);
  const auto told = get("/notifications?all=true");
  EXPECT_EQ(told->get_header_value("X-Poll-Interval"), "60");
  EXPECT_EQ(get("/notifications?all=true", {{"If-Modified-Since", told->get_header_value("Last-Modified")}})
                ->status,
            304);
}

TEST_F(StandInTest, gives_the_times_of_stars_only_when_asked_for) {
  start();
  EXPECT_TRUE(json("/user/starred")[0].contains("full_name"));
  const auto with = get("/user/starred", {{"Accept", "application/vnd.github.star+json"}});
  EXPECT_TRUE(Json::parse(with->body)[0].contains("starred_at"));
}

TEST_F(StandInTest, limits_requests_and_searches_apart) {
  start();
  do_order("limits", {{"search_left", 0}});
  EXPECT_EQ(get("/search/issues?q=author:octo-me")->status, 403);
  const auto fine = get("/user");
  EXPECT_EQ(fine->status, 200);
  EXPECT_EQ(fine->get_header_value("X-RateLimit-Resource"), "core");
  do_order("limits", {{"core_left", 1}});
  EXPECT_EQ(get("/user")->get_header_value("X-RateLimit-Remaining"), "0");
  EXPECT_EQ(get("/user")->status, 403);
  do_order("clock", {{"advance", 3601}});
  EXPECT_EQ(get("/user")->status, 200);
}

TEST_F(StandInTest, finds_issues_by_who_has_to_do_with_them) {
  start();
  const Json found = json("/search/issues?q=involves:octo-me%20is:issue&per_page=100");
  EXPECT_EQ(found["total_count"], found["items"].size());
  EXPECT_GT(found["total_count"], 0);
  for (const auto& one : found["items"]) EXPECT_FALSE(one.contains("pull_request"));
  EXPECT_EQ(get("/search/issues?q=")->status, 422);
  EXPECT_EQ(get("/search/issues?q=colour:red")->status, 422);
}

TEST_F(StandInTest, says_what_became_of_a_repository) {
  start();
  const Json repository = json("/repos/octo-me/orbit-0");
  const std::string id = repository["id"].dump();
  EXPECT_EQ(get("/repos/octo-me/harbour-5/commits")->status, 409);
  do_order("rename", {{"id", id}, {"name", "renamed"}});
  const auto moved = get("/repos/octo-me/orbit-0/releases?per_page=1");
  EXPECT_EQ(moved->status, 301);
  EXPECT_THAT(moved->get_header_value("Location"), EndsWith("/repositories/" + id + "/releases?per_page=1"));
  EXPECT_EQ(get("/repositories/" + id + "/releases")->status, 200);
  do_order("standing", {{"id", id}, {"standing", "blocked"}});
  EXPECT_EQ(get("/repos/octo-me/renamed")->status, 451);
  do_order("standing", {{"id", id}, {"standing", "forbidden"}});
  EXPECT_EQ(get("/repos/octo-me/renamed")->status, 404);
  do_order("delete_repository", {{"id", id}});
  EXPECT_EQ(get("/repositories/" + id)->status, 404);
}

TEST_F(StandInTest, leads_from_a_transferred_issue_to_where_it_went) {
  start();
  const Json issue = json("/repos/octo-me/orbit-0/issues/1");
  const std::string to = json("/repos/octo-me/ferry-2")["id"].dump();
  do_order("transfer_issue", {{"id", issue["id"]}, {"to", to}});
  const auto moved = get("/repos/octo-me/orbit-0/issues/1");
  EXPECT_EQ(moved->status, 301);
  EXPECT_THAT(moved->get_header_value("Location"), HasSubstr("/repositories/" + to + "/issues/"));
  const Json other = json("/repos/octo-me/orbit-0/issues/2");
  do_order("delete_issue", {{"id", other["id"]}});
  EXPECT_EQ(get("/repos/octo-me/orbit-0/issues/2")->status, 410);
}

TEST_F(StandInTest, tells_scopes_and_what_a_missing_one_means) {
  start();
  sign_in({{"scopes", {"read:user"}}});
  EXPECT_EQ(get("/user")->get_header_value("X-OAuth-Scopes"), "read:user");
  EXPECT_EQ(get("/notifications")->status, 403);
  const auto hidden = get("/repos/octo-me/lantern-1/issues");
  EXPECT_EQ(hidden->status, 404);
  EXPECT_EQ(hidden->get_header_value("X-Accepted-OAuth-Scopes"), "repo");
  const Json seen = json("/user/repos");
  ASSERT_FALSE(seen.empty());
  for (const auto& one : seen) EXPECT_FALSE(one["private"]);
  sign_in({{"fine_grained", true}});
  EXPECT_FALSE(get("/user")->has_header("X-OAuth-Scopes"));
  EXPECT_EQ(get("/notifications")->status, 403);
}

TEST_F(StandInTest, keeps_events_for_ninety_days_and_three_hundred) {
  Settings settings;
  settings.events = 400;
  start(settings);
  EXPECT_EQ(all("/users/octo-me/events?per_page=100").size(), 300u);
  EXPECT_EQ(get("/users/octo-me/events?per_page=100&page=4")->status, 422);
  do_order("clock", {{"advance", 91 * 86400}});
  EXPECT_THAT(all("/users/octo-me/events"), IsEmpty());
}

TEST_F(StandInTest, signs_a_device_in_step_by_step) {
  start();
  do_order("device", {{"pending", 1}, {"slow_down_at", 1}});
  const httplib::Headers json_please{{"Accept", "application/json"}};
  const auto post = [&](const char* path, const httplib::Params& form) {
    return Json::parse(client->Post(path, json_please, form)->body);
  };
  const Json begun = post("/login/device/code", {{"client_id", "stand-in-client"}, {"scope", "repo gist"}});
  const httplib::Params poll{{"client_id", "stand-in-client"},
                             {"device_code", begun["device_code"].get<std::string>()},
                             {"grant_type", "urn:ietf:params:oauth:grant-type:device_code"}};
  EXPECT_EQ(post("/login/oauth/access_token", poll)["error"], "authorization_pending");
  const Json slower = post("/login/oauth/access_token", poll);
  EXPECT_EQ(slower["error"], "slow_down");
  EXPECT_EQ(slower["interval"], 10);
  const Json given = post("/login/oauth/access_token", poll);
  EXPECT_EQ(given["scope"], "repo,gist");
  EXPECT_EQ(get("/user", {{"Authorization", "Bearer " + given["access_token"].get<std::string>()}})->status,
            200);
  EXPECT_EQ(post("/login/oauth/access_token", poll)["error"], "incorrect_device_code");
}

TEST_F(StandInTest, lies_about_the_end_of_a_list_when_told_to) {
  start();
  const std::vector<std::string> whole = all("/user/followers?per_page=3");
  for (const char* kind : {"empty_page", "short_page"}) {
    do_order("fault", {{"kind", kind}, {"match", "/user/followers"}, {"after", 1}});
    EXPECT_EQ(all("/user/followers?per_page=3"), whole) << kind;
  }
  do_order("fault", {{"kind", "repeated_link"}, {"match", "/user/followers"}});
  EXPECT_EQ(next_of(get("/user/followers?per_page=3")), "/user/followers?per_page=3");
  do_order("fault", {{"kind", "looping_link"}, {"match", "/user/followers"}});
  EXPECT_THAT(next_of(get("/user/followers?per_page=3&page=2")), EndsWith("page=1"));
}

TEST_F(StandInTest, makes_five_thousand_stars_only_where_they_are_shown) {
  Settings settings;
  settings.stars = 5000;
  start(settings);
  const Json page = json("/user/starred?per_page=100&page=50");
  EXPECT_EQ(page.size(), 100u);
}

TEST_F(StandInTest, shows_the_contents_of_a_gist_alone) {
  start();
  const Json listed = json("/gists")[0];
  EXPECT_FALSE(listed["files"].begin()->contains("content"));
  const Json whole = json("/gists/" + listed["id"].get<std::string>());
  EXPECT_TRUE(whole["files"].begin()->contains("content"));
}

}  // namespace
}  // namespace github_stand_in
