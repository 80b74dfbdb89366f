// Everything that GitHub lists is stored, despite changes during the sync; what cannot be is reported.
#include "github_fixture.hpp"

namespace locker::test::github {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

TEST_F(GitHub, loses_nothing_that_moves_up_between_a_cut_and_its_resume) {
  Settings settings;
  settings.stars = 350;
  begin(settings);
  fault("/user/starred?per_page=100&page=3", 403,
        {{"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset", "1"}});
  sync({"--only", "starred", "--no-wait"}, kTemporary);
  for (int i = 0; i < 5; ++i) order("unstar", {{"id", truth("starred").at(3)}});
  sync({"--only", "starred"});
  expect_all_of("starred");
}

TEST_F(GitHub, reads_a_list_in_pieces_and_has_it_whole_in_the_end) {
  Settings settings;
  settings.stars = 350;
  begin(settings);
  int runs = 0;
  const Words piece{"sync", "github", "--only", "starred", "--max-items", "100"};
  while (locker(piece).code != kDone) {
    ASSERT_LT(++runs, 5);
    order("unstar", {{"id", truth("starred").at(3)}});
  }
  expect_all_of("starred");
  const Json status = Json::parse(locker({"status", "--json"}).out);
  EXPECT_TRUE(status["accounts"][0]["streams"][1]["gap"].is_null()) << status;
  EXPECT_FALSE(status["accounts"][0]["streams"][1]["complete_to"].is_null()) << status;
}

TEST_F(GitHub, loses_nothing_that_moves_up_while_it_reads) {
  Settings settings;
  settings.comments = 350;
  settings.repositories = 2;
  begin(settings);
  const std::string comment = truth("comments").at(340);  // one of the latest
  hold("sort=updated&page=3");
  Process process({program_path(), "sync", "github", "--only", "repositories,comments"}, environment());
  EXPECT_TRUE(service->service().faults.wait_held(60'000));
  order("delete_comment", {{"id", comment}});
  service->remove_faults();
  EXPECT_EQ(process.wait(kPatience).code, kDone);
  for (const auto& id : truth("comments")) EXPECT_THAT(members("comments"), Contains(id));
}

TEST_F(GitHub, finds_the_older_commits_that_a_merge_brings) {
  Settings settings;
  settings.commits = 400;  // two thirds are the user's own
  settings.repositories = 2;
  begin(settings);
  sync({"--only", "repositories,commits"});
  expect_all_of("commits");
  const std::string repository = own_repository("orbit-0");
  order("commit", {{"repository", repository}, {"at", 390}});
  order("commit", {{"repository", repository}, {"message", "Merge it"}});
  sync({"--only", "repositories,commits"});
  expect_all_of("commits");
}

TEST_F(GitHub, says_from_when_on_it_has_the_events_where_no_older_ones_are_told) {
  Settings settings;
  settings.events = 400;
  begin(settings);
  sync({"--only", "events,followers"});
  const Json status = Json::parse(locker({"status", "--json"}).out);
  for (const auto& stream : status["accounts"][0]["streams"]) {
    if (stream["stream"] != "events") continue;
    EXPECT_THAT(stream["gap"].dump(), HasSubstr("the newest 300 only"));
    EXPECT_FALSE(stream["complete_from"].is_null());
  }
  EXPECT_THAT(locker({"status"}).out, HasSubstr("newest 300"));
}

TEST_F(GitHub, takes_what_counts_others_doings_for_no_content) {
  begin();
  sync();
  const std::string before = locker({"history", "--after", "0", "--format", "json"}).out;
  order("count_up", {{"by", 2}});
  sync({"--full"});
  EXPECT_EQ(locker({"history", "--after", "0", "--format", "json"}).out, before);
  const Json row = query({"--type", "issue", "--limit", "1", "--fields", "reactions,milestone"}).at(0);
  EXPECT_EQ(row["reactions"]["total_count"], 2) << "the newest count is kept";
}

}  // namespace
}  // namespace locker::test::github
