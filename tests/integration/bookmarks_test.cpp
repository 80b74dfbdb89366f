#include <gmock/gmock.h>

#include <algorithm>

#include "tests/integration/locker_fixture.hpp"

/// X is known to end the list of bookmarks too early.
namespace locker::test {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

class Bookmarks : public LockerTest {
 protected:
  void begin() {
    sandbox::Settings settings;
    settings.rate_limits = false;
    settings.sizes.bookmarks = 45;
    start(settings);
    ASSERT_EQ(sign_in().code, 0);
    sync({"--only", "bookmarks"});
    ASSERT_EQ(members("bookmarks").size(), 45u);
  }
  /// From now on, the current first page is the last one.
  void end_behind_the_first_page() {
    const std::string token = json::parse(text_of(auth_file()))["access_token"];
    json page = json::parse(
        control->Get("/2/users/783214/bookmarks?max_results=20", {{"Authorization", "Bearer " + token}})
            ->body);
    page["meta"].erase("next_token");
    order(
        "fault",
        {{"match", "/bookmarks"}, {"kind", "status"}, {"status", 200}, {"body", page.dump()}, {"times", 0}});
  }
  json shown_status() const {
    const json status = json::parse(locker({"status", "--json"}).out);
    for (const auto& one : status["accounts"][0]["streams"])
      if (one["stream"] == "bookmarks") return one;
    return {};
  }
};

TEST_F(Bookmarks, that_were_not_shown_because_the_list_ended_early_stay_and_coverage_says_so) {
  begin();
  const Words before = members("bookmarks");
  order("unbookmark", {{"id", before.at(3)}});
  end_behind_the_first_page();
  const json summary = sync({"--only", "bookmarks", "--full"});
  EXPECT_EQ(summary["changes"]["remove"], 1) << "the one that the walk came past";
  Words left = before;
  left.erase(left.begin() + 3);
  EXPECT_EQ(members("bookmarks"), left);
  EXPECT_THAT(shown_status()["gap"].get<std::string>(), HasSubstr("24 at its end were not shown"));

  remove_faults();
  EXPECT_EQ(sync({"--only", "bookmarks", "--full"})["changes"]["remove"], 0);
  EXPECT_EQ(members("bookmarks"), truth_by_chain("bookmarks"));
  EXPECT_EQ(shown_status()["gap"], nullptr);
}

TEST_F(Bookmarks, are_found_in_their_folder_though_the_run_that_brought_them_came_no_further) {
  begin();
  sync();
  const std::string shelf = truth("folders").at(0), part = "bookmark-folders/" + shelf;
  ASSERT_EQ(members(part), truth("folders/" + shelf));
  const std::string post = order("bookmark")["id"];
  order("folder_add", {{"folder", shelf}, {"id", post}});
  ASSERT_EQ(sync({"--only", "bookmarks"})["changes"]["add"], 1);
  ASSERT_THAT(members(part), Not(Contains(post)));
  sync();
  EXPECT_EQ(members(part), truth("folders/" + shelf));
  EXPECT_THAT(members(part), Contains(post));
  const auto times_read = [&] {
    const json asked = question("counters")["requests"]["by_endpoint"];
    return asked["/2/users/:id/bookmarks/folders/:fid"].get<int>();
  };
  const int before = times_read();
  sync();
  EXPECT_EQ(times_read(), before) << "nothing came since";
}

TEST_F(Bookmarks, are_not_said_to_be_complete_in_their_folders) {
  begin();
  ASSERT_GT(truth("folders").size(), 1u);
  sync();
  const std::string limit =
      "X tells at most about 20 posts of a folder, and only their ids; a bookmark that is put into one later "
      "is "
      "found when others come or go, after a month, or by --full";
  const json status = json::parse(locker({"status", "--json"}).out);
  for (const auto& one : status["accounts"][0]["streams"])
    if (one["stream"].get<std::string>().starts_with("bookmark-folders")) {
      EXPECT_EQ(one["gap"], limit) << one;
    }
  const std::string shown = locker({"status"}).out;
  const auto at = shown.find("gap in bookmark-folders");
  EXPECT_THAT(shown.substr(std::min(at, shown.size())), HasSubstr(": " + limit + "\n"));
  EXPECT_EQ(shown.find(limit, shown.find(limit) + 1), std::string::npos) << "once, not for each folder";
}

TEST_F(Bookmarks, leave_a_folder_that_is_gone) {
  begin();
  sync();
  const std::string shelf = truth("folders").at(0), part = "bookmark-folders/" + shelf;
  const auto shelved = members(part).size();
  ASSERT_GT(shelved, 0u);
  order("delete_folder", {{"id", shelf}});
  const json summary = sync({"--full", "--only", "bookmark-folders"});
  EXPECT_EQ(summary["streams"]["twitter:" + part]["remove"], shelved);
  EXPECT_EQ(members(part), Words{});
  EXPECT_EQ(locker({"status", "--json"}).out.find(part), std::string::npos);
  const json removals = history({"--limit", "100"});
  EXPECT_EQ(std::ranges::count_if(
                removals,
                [&](const json& change) { return change["action"] == "remove" && change["stream"] == part; }),
            shelved);
}

TEST_F(Bookmarks, that_are_none_any_more_are_removed_as_the_service_says_so) {
  sandbox::Settings settings;
  settings.rate_limits = false;
  settings.sizes.bookmarks = 1;
  start(settings);
  ASSERT_EQ(sign_in().code, 0);
  sync({"--only", "bookmarks"});
  order("unbookmark", {{"id", truth("bookmarks").at(0)}});
  EXPECT_EQ(sync({"--only", "bookmarks"})["changes"]["remove"], 1);
  EXPECT_EQ(members("bookmarks"), Words{});
  EXPECT_EQ(shown_status()["gap"], nullptr);
}

TEST_F(Bookmarks, at_the_end_are_removed_when_the_person_says_that_they_are) {
  begin();
  const Words before = members("bookmarks");
  order("unbookmark", {{"id", before.back()}});
  EXPECT_EQ(sync({"--only", "bookmarks", "--full"})["changes"]["remove"], 0);
  EXPECT_THAT(shown_status()["gap"].get<std::string>(), HasSubstr("--accept-removals"));
  EXPECT_EQ(sync({"--only", "bookmarks", "--accept-removals"})["changes"]["remove"], 1);
  EXPECT_EQ(members("bookmarks"), truth_by_chain("bookmarks"));
  EXPECT_EQ(shown_status()["gap"], nullptr);
}

}  // namespace
}  // namespace locker::test
