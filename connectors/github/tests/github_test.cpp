// What is stored of GitHub, and how changes are recorded.
#include "github_fixture.hpp"

namespace locker::test::github {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST_F(GitHub, keeps_when_something_was_starred) {
  begin();
  sync();
  const std::string raw = locker({"query", "--sql", "SELECT * FROM starred LIMIT 1", "--format", "json"}).out;
  EXPECT_THAT(raw, HasSubstr("starred_at"));
}

TEST_F(GitHub, keeps_that_something_was_starred_anew) {
  begin();
  sync();
  const std::string id = truth("starred").at(4);
  order("unstar", {{"id", id}});
  order("clock", {{"advance", 60}});
  order("star", {{"id", id}});
  const Json changes = summary({"--only", "starred"})["changes"];
  EXPECT_EQ(changes["add"], 1);
  EXPECT_EQ(changes["remove"], 1);
  expect_all_of("starred");
  EXPECT_THAT(actions_of(id), Contains("remove"));
  EXPECT_EQ(summary({"--only", "starred"})["changes"]["add"], 0);
}

TEST_F(GitHub, takes_no_pull_request_for_an_issue) {
  begin();
  sync();
  expect_all_of("issues");
  expect_all_of("pulls");
  for (const auto& line : lines_of(locker({"query", "--raw", "--type", "issue"}).out))
    EXPECT_FALSE(Json::parse(line).contains("pull_request")) << line;
}

TEST_F(GitHub, follows_a_repository_to_its_new_name) {
  begin();
  sync();
  const Words commits = members("commits");
  order("rename", {{"id", own_repository("orbit-0")}, {"name", "orbit-renamed"}});
  // The list still returns the old name once, while everything below it has moved already.
  sync({"--only", "commits,releases,issues"});
  EXPECT_EQ(members("commits"), commits);
  sync();
  EXPECT_EQ(members("commits"), commits);
  expect_all_of("releases");
}

TEST_F(GitHub, tells_where_all_issues_are_under_their_repositorys_new_name) {
  Settings settings;
  settings.max_page_size = 2;
  settings.elsewhere = 0;
  begin(settings);
  sync({"--only", "repositories,issues,pulls"});
  const std::string own = own_repository("orbit-0");
  order("rename", {{"id", own}, {"name", "orbit-renamed"}});
  sync({"--only", "repositories,issues,pulls"});
  for (const char* stream : {"issues", "pulls"}) {
    const Json listed = query({"--stream", std::string(stream) + "/" + own, "--fields", "url", "--all"});
    EXPECT_FALSE(listed.empty());
    for (const auto& one : listed) EXPECT_THAT(one["url"].dump(), HasSubstr("/orbit-renamed/")) << stream;
  }
  order("counters/reset");
  sync({"--only", "issues"});
  EXPECT_EQ(question("counters")["by_status"].value("200", 0), 0) << "all is read once";
}

TEST_F(GitHub, reads_the_commits_of_another_default_branch_although_nothing_is_pushed) {
  begin();
  sync({"--only", "repositories,commits"});
  auto& world = service->service().world;
  auto& repository = world.repositories.at(std::stoll(own_repository("orbit-0")));
  repository.default_branch = "dev";
  repository.updated = service->service().now();
  repository.commits.insert(repository.commits.begin(),
                            {world.hex(40), "Of another branch", world.me, service->service().now()});
  sync({"--only", "repositories,commits"});
  expect_all_of("commits");
}

TEST_F(GitHub, keeps_the_persons_commits_of_repositories_of_others_where_they_may_push) {
  begin();
  service->service().world.repositories.at(std::stoll(own_repository("common-0"))).may_push = true;
  sync();
  expect_all_of("commits");
  EXPECT_THAT(members("commits/" + own_repository("common-0")), Not(IsEmpty()));
  expect_all_of("releases");
}

TEST_F(GitHub, says_of_a_repository_given_away_that_its_lists_are_not_read_any_more) {
  const Words only{"--only", "repositories,issues,releases"};
  begin();
  sync(only);
  const std::string own = own_repository("orbit-0"), gap = "gap in issues/" + own + ": not read any more";
  const Words issues = members("issues/" + own);
  auto& world = service->service().world;
  order("rename", {{"id", own}, {"owner", std::to_string(world.organizations_of_me.front())}});
  sync(only);
  EXPECT_THAT(members("repositories"), Contains(own));
  EXPECT_THAT(locker({"status"}).out, HasSubstr(gap));
  EXPECT_EQ(members("issues/" + own), issues) << "kept as they were";
  EXPECT_EQ(summary(only)["changes"]["remove"], 0);

  order("rename", {{"id", own}, {"owner", std::to_string(world.me)}});
  order("issue", {{"repository", own}, {"title", "Back again"}});
  sync(only);
  EXPECT_THAT(locker({"status"}).out, Not(HasSubstr("not read any more")));
  EXPECT_EQ(members("issues/" + own).size(), issues.size() + 1);
}

TEST_F(GitHub, takes_neither_a_trial_merge_nor_a_token_for_cloning_for_a_change) {
  begin();
  auto& world = service->service().world;
  const auto work = [&](const std::string& mark) {
    for (auto& issue : world.issues) issue.trial_merge = mark + std::string(39, 'a');
    for (auto& [id, repository] : world.repositories) repository.clone_token = "CLONE" + mark;
  };
  work("1");
  sync();
  work("2");
  const Json changes = summary()["changes"];
  EXPECT_EQ(changes["update"], 0);
  EXPECT_THAT(locker({"query", "--raw", "--type", "pull-request", "--all"}).out,
              HasSubstr("\"2" + std::string(39, 'a')))
      << "the newest is kept";
}

TEST_F(GitHub, tells_where_gists_are_under_their_owners_new_name) {
  begin();
  sync({"--only", "gists"});
  auto& world = service->service().world;
  world.users.at(world.me).login = "renamed";
  sync({"--only", "gists"});
  const Json gists = query({"--type", "gist", "--fields", "url"});
  EXPECT_FALSE(gists.empty());
  for (const auto& gist : gists) EXPECT_THAT(gist["url"].dump(), HasSubstr("/renamed/"));
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

TEST_F(GitHub, asks_for_no_reviews_in_a_repository_that_is_gone) {
  begin();
  const std::string id = own_repository("ferry-2");
  order("issue", {{"repository", id}, {"pull", true}, {"title", "Mend the ferry"}});
  sync();
  order("delete_repository", {{"id", id}});
  order("counters/reset");
  sync({"--full"});
  EXPECT_FALSE(question("counters")["by_status"].contains("404")) << question("counters");
  EXPECT_FALSE(query({"Mend the ferry"}).empty());
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

TEST_F(GitHub, calls_strangers_by_the_name_that_stands_in_what_they_made) {
  begin();
  order("star");
  sync();
  const Json strangers =
      query({"--sql",
             "SELECT DISTINCT author, author_handle FROM records WHERE author NOT IN (SELECT id FROM records"
             " WHERE type IN ('contact/github', 'profile/github'))"});
  ASSERT_FALSE(strangers.empty());
  for (const auto& one : strangers) EXPECT_EQ(one["author_handle"].get<std::string>().front(), '@') << one;
}

TEST_F(GitHub, learns_a_new_name_before_it_asks_by_name) {
  begin();
  sync();
  order("person", {{"login", "octo-renamed"}});
  order("commit", {{"repository", own_repository("orbit-0")}});
  order("event", {{"type", "PushEvent"}});
  EXPECT_EQ(summary({"--only", "repositories,commits"})["changes"]["remove"], 0);
  expect_all_of("commits");
  sync({"--only", "events"});
  expect_all_of("events");
  order("counters/reset");
  sync({"--only", "events"});
  EXPECT_EQ(question("counters")["total"], 2);
  EXPECT_EQ(question("counters")["by_status"]["304"], 1) << "the new profile is not stored by events alone";
}

TEST_F(GitHub, asks_for_nothing_by_a_name_that_it_cannot_be_sure_of) {
  begin();
  sync();
  order("commit", {{"repository", own_repository("orbit-0")}});
  sync({"--only", "repositories"});
  fault("/user", 403);
  order("counters/reset");
  sync({"--only", "commits"}, kPartly);
  EXPECT_EQ(question("counters")["total"], 1);
  sync({"--only", "commits"});
  expect_all_of("commits");
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

TEST_F(GitHub, keeps_pull_requests_apart_that_have_one_id_as_pull_request_and_as_issue) {
  begin();
  auto& issues = service->service().world.issues;
  const auto& repositories = service->service().world.repositories;
  const auto me = service->service().world.me;
  const auto is = [&](bool own) {
    return [&, own](const auto& one) {
      return one.is_pull && (repositories.at(one.repository).owner == me) == own;
    };
  };
  const auto own = std::ranges::find_if(issues, is(true)), other = std::ranges::find_if(issues, is(false));
  other->id = own->id + github_stand_in::kPullIds;
  sync();
  std::set<std::string> addresses;
  const Json all = query({"--type", "pull-request", "--fields", "id,html_url"});
  for (const auto& pull : all) addresses.insert(pull["html_url"]);
  EXPECT_EQ(all.size(), truth("pulls").size());
  EXPECT_EQ(addresses.size(), truth("pulls").size());
  EXPECT_EQ(query({"--type", "pull-request", "--stream", "pulls"}).size(), truth("pulls").size());
  {
    const std::lock_guard alone(service->service().mutex);
    other->title = "Another title";
    other->updated = service->service().now();
  }
  sync();
  EXPECT_EQ(query({"--type", "pull-request"}).size(), truth("pulls").size());
  EXPECT_EQ(query({"--type", "pull-request", "Another title"}).size(), 1u);
  expect_all_of("reviews");
}

}  // namespace
}  // namespace locker::test::github
