// What is erased for a web address of GitHub.
#include "github_fixture.hpp"

namespace locker::test::github {
namespace {

using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;

class Forgotten : public GitHub {
 protected:
  Words all() const {
    Words ids;
    for (const auto& row : query({"--all", "--fields", "type,id"}))
      ids.push_back(row["type"].get<std::string>() + "/" + row["id"].get<std::string>());
    std::ranges::sort(ids);
    return ids;
  }
  Words without(Words ids, const std::string& id) const {
    std::erase(ids, id);
    return ids;
  }
};

TEST_F(Forgotten, is_what_was_said_and_not_the_page_on_which_it_stands) {
  begin();
  order("comment", {{"kind", "commit"}});
  sync({"--only", "repositories,issues,pulls,comments,reviews,commits"});
  for (const Words& of :
       {Words{"comment", "/issues/"}, {"comment", "/pull/"}, {"comment", "/commit/"}, {"review", "/pull/"}}) {
    std::string address, name;
    for (const auto& row : query({"--type", of[0], "--all"}))
      if (row["url"].get<std::string>().find(of[1]) != std::string::npos) {
        address = row["url"];
        name = row["type"].get<std::string>() + "/" + row["id"].get<std::string>();
      }
    ASSERT_THAT(address, HasSubstr("#"));
    const Words before = all();
    ASSERT_EQ(locker({"forget", address}).code, kDone) << address;
    EXPECT_EQ(all(), without(before, name)) << address;
    const Outcome again = locker({"forget", address});
    EXPECT_EQ(again.code, 1) << address;
    EXPECT_THAT(again.err, HasSubstr("on whose page it is")) << address;
    EXPECT_EQ(all(), without(before, name)) << address;
  }
}

TEST_F(Forgotten, repositories_are_said_to_end_the_sync_of_what_is_in_them) {
  begin();
  sync({"--only", "repositories,starred,issues"});
  const std::string own = own_repository("orbit-0"), starred = truth("starred").front();
  const auto issues = members("issues");
  EXPECT_EQ(locker({"forget", "github:repository/" + starred}).err, "");
  const Outcome outcome = locker({"forget", "github:repository/" + own});
  ASSERT_EQ(outcome.code, kDone) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("not synced any more: issues, pulls, comments, commits, releases"));
  const auto left = members("issues");
  EXPECT_THAT(issues, IsSupersetOf(left));
  EXPECT_LT(left.size(), issues.size());
  EXPECT_EQ(query({"--type", "issue", "--all"}).size(), issues.size())
      << "they are kept, without being listed";
  EXPECT_THAT(locker({"status", "--json"}).out, Not(HasSubstr("issues/" + own + "\"")))
      << "its id is nowhere";
}

TEST_F(Forgotten, and_unlisted_repositories_leave_no_claim_to_be_complete) {
  begin();
  sync({"--only", "repositories,issues"});
  const std::string own = own_repository("orbit-0"), gap = "gap in issues/" + own + ": not read any more";
  EXPECT_THAT(locker({"status"}).out, Not(HasSubstr(gap)));
  order("delete_repository", {{"id", own}});
  sync({"--only", "repositories,issues", "--full"});
  EXPECT_THAT(locker({"status"}).out, HasSubstr(gap));
}

}  // namespace
}  // namespace locker::test::github
