// What GitHub proves to be deleted, and what it does not.
#include "github_fixture.hpp"

namespace locker::test::github {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class Deleted : public GitHub {
 protected:
  static constexpr char kStreams[] = "repositories,issues,pulls,comments";

  void read_all() {
    begin();
    sync({"--only", kStreams});
    order("counters/reset");
  }
  Outcome check() { return sync({"--only", kStreams, "--check-deleted", "-v"}); }
  Words deleted() const {
    Words ids;
    for (const auto& row : query({"--deleted"})) ids.push_back(row["id"]);
    return ids;
  }
  /// Returns the first issue, not a pull request, of the user's own repository of that name.
  std::string issue_in(const std::string& repository) {
    const std::string id = own_repository(repository);
    for (const auto& issue : service->service().world.issues)
      if (std::to_string(issue.repository) == id && !issue.is_pull && !issue.deleted)
        return std::to_string(issue.id);
    throw std::runtime_error("no issue in " + repository);
  }
  std::string comment_of(github_stand_in::CommentKind kind) {
    for (const auto& comment : service->service().world.comments)
      if (comment.kind == kind) return std::to_string(comment.id);
    throw std::runtime_error("no comment of that kind");
  }
};

TEST_F(Deleted, are_issues_that_are_gone_and_comments_whose_place_is_still_there) {
  begin();
  const std::string on_commit = order("comment", {{"kind", "commit"}})["id"];
  sync({"--only", kStreams});
  const std::string issue = issue_in("orbit-0"), on_issue = order("comment", {{"number", 2}})["id"],
                    on_lines = comment_of(github_stand_in::CommentKind::review);
  sync({"--only", kStreams});
  order("delete_issue", {{"id", issue}});
  for (const auto& comment : {on_commit, on_issue, on_lines}) order("delete_comment", {{"id", comment}});
  EXPECT_THAT(check().err, HasSubstr("4 deleted"));
  EXPECT_THAT(deleted(), UnorderedElementsAre(issue, on_commit, on_issue, on_lines));
  EXPECT_EQ(actions_of(issue).back(), "delete");
}

TEST_F(Deleted, is_nothing_of_a_repository_that_the_token_may_not_see_any_more) {
  read_all();
  order("standing", {{"id", own_repository("orbit-0")}, {"standing", "forbidden"}});
  locker({"sync", "github", "--only", kStreams, "--check-deleted"});
  EXPECT_THAT(deleted(), IsEmpty());
}

TEST_F(Deleted, is_nothing_where_issues_are_switched_off) {
  read_all();
  order("edit_repository", {{"id", own_repository("orbit-0")}, {"has_issues", false}});
  check();
  EXPECT_THAT(deleted(), IsEmpty());
  EXPECT_GE(question("counters")["by_status"]["410"], 1);
}

TEST_F(Deleted, is_nothing_of_an_issue_that_moved_to_another_repository) {
  read_all();
  const std::string issue = issue_in("orbit-0");
  order("transfer_issue", {{"id", issue}, {"to", own_repository("ferry-2")}});
  std::string comment;
  for (const auto& one : service->service().world.comments)
    if (std::to_string(one.repository) == own_repository("orbit-0") && one.number == 1)
      comment = std::to_string(one.id);
  ASSERT_FALSE(comment.empty());
  order("delete_comment", {{"id", comment}});
  check();
  EXPECT_THAT(deleted(), IsEmpty());
}

TEST_F(Deleted, is_nothing_of_a_repository_whose_name_passed_on_to_another) {
  read_all();
  order("rename", {{"id", own_repository("orbit-0")}, {"name", "orbit-renamed"}});
  {
    const std::lock_guard alone(service->service().mutex);
    service->service().world.former_names.clear();
  }
  const std::string other = order("repository", {{"name", "orbit-0"}})["id"];
  for (int i = 0; i < 6; ++i) {
    const std::string issue = order("issue", {{"repository", other}})["id"];
    order("delete_issue", {{"id", issue}});
  }
  locker({"sync", "github", "--only", "issues,comments", "--check-deleted"});
  EXPECT_THAT(deleted(), IsEmpty());
}

TEST_F(Deleted, are_looked_for_at_no_cost_a_second_time) {
  read_all();
  const std::string said = check().err;
  EXPECT_THAT(said, HasSubstr("looking up"));
  EXPECT_THAT(said, HasSubstr("free"));
  order("counters/reset");
  check();
  const Json by_status = question("counters")["by_status"];
  EXPECT_EQ(by_status.value("200", 0), 0) << by_status;
}

TEST_F(Deleted, are_looked_for_among_what_a_full_walk_does_not_list) {
  read_all();
  const std::string issue = issue_in("orbit-0");
  order("delete_issue", {{"id", issue}});
  sync({"--only", kStreams, "--full", "--check-deleted"});
  EXPECT_THAT(deleted(), Contains(issue));
  const Json asked = question("counters")["by_route"];
  EXPECT_EQ(asked["/repos/{owner}/{repo}/issues/{number}"],
            1 + asked.value("/repos/{owner}/{repo}/issues/comments/{comment_id}", 0));
  EXPECT_FALSE(asked.contains("/repos/{owner}/{repo}/pulls/comments/{comment_id}"));
}

TEST_F(Deleted, are_told_beforehand_to_take_so_many_requests) {
  read_all();
  const auto told = Json::parse(locker({"sync", "github", "--dry-run", "--check-deleted", "--json"}).out);
  const Json look = told["accounts"][0]["check_deleted"];
  const auto held = members("issues").size() + members("pulls").size() + members("comments").size();
  EXPECT_EQ(look["calls"], held);
  EXPECT_EQ(question("counters")["total"], 0);
}

}  // namespace
}  // namespace locker::test::github
