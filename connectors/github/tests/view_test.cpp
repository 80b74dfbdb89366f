// What a token that sees less than the previous one proves.
#include "github_fixture.hpp"

namespace locker::test::github {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class View : public GitHub {
 protected:
  Json coverage_of(const std::string& stream) const {
    const Json status = Json::parse(locker({"status", "--json"}).out);
    for (const auto& one : status["accounts"][0]["streams"])
      if (one["stream"] == stream) return one;
    throw std::runtime_error("no stream " + stream);
  }
};

TEST_F(View, that_a_single_sign_on_narrows_removes_nothing_and_is_said) {
  begin();
  sync({"--only", "repositories"});
  const Words before = members("repositories");
  fault("/user/repos", 200, {{"X-GitHub-SSO", "partial-results; organizations=9999"}}, 0, "[]");
  sync({"--only", "repositories", "--full"});
  EXPECT_EQ(members("repositories"), before);
  EXPECT_THAT(coverage_of("repositories").dump(), HasSubstr("single sign-on of an organization (9999)"));
  EXPECT_THAT(locker({"status"}).out, HasSubstr("authorize the token for it"));
  service->service().faults.clear();
  sync({"--only", "repositories", "--full"});
  EXPECT_THAT(coverage_of("repositories").dump(), Not(HasSubstr("single sign-on")));
}

TEST_F(View, of_events_and_notifications_leads_to_pages) {
  begin();
  sync({"--only", "events,notifications"});
  for (const std::string type : {"event", "notification"}) {
    const Json rows = query({"--all", "--type", type, "--fields", "url"});
    EXPECT_FALSE(rows.empty()) << type;
    for (const auto& row : rows) EXPECT_THAT(row["url"].dump(), StartsWith("\"https://github.com/")) << row;
  }
}

TEST_F(View, of_a_token_with_fewer_scopes_removes_nothing_private) {
  Settings settings;
  settings.repositories = 4;
  begin(settings);
  const std::string public_one = order("repository", {{"name", "short-lived"}})["id"];
  sync({"--only", "repositories"});
  Words before = members("repositories");
  ASSERT_EQ(sign_in({{"scopes", {"public_repo", "read:user", "gist", "read:org"}}}).code, kDone);
  order("delete_repository", {{"id", public_one}});
  sync({"--only", "repositories", "--full"});
  std::erase(before, public_one);
  EXPECT_EQ(members("repositories"), before);
  EXPECT_THAT(coverage_of("repositories").dump(), HasSubstr("no longer listed and still kept"));
  ASSERT_EQ(sign_in().code, kDone);
  sync({"--only", "repositories", "--full"});
  EXPECT_THAT(coverage_of("repositories").dump(), Not(HasSubstr("still kept")));
  expect_all_of("repositories");
}

}  // namespace
}  // namespace locker::test::github
