#include <gmock/gmock.h>

#include "connectors/github/tests/unit/github_fixture.hpp"

namespace locker {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class TokenView : public test::GitHubFixture {
 protected:
  std::vector<std::string> hidden(const sync::PageQuery& asked, http::Headers headers) {
    std::vector<std::string> lines;
    for (const auto& marked : read(asked, "[]", std::move(headers)).access_markers)
      lines.push_back(marked.path + (marked.value ? "" : " not"));
    return lines;
  }
};

TEST_F(TokenView, is_partial_behind_the_single_sign_on_of_organizations) {
  const auto partial =
      read("repositories", "[]",
           {{"X-GitHub-SSO", "partial-results; organizations=9999,77"}, {"X-OAuth-Scopes", "repo"}});
  EXPECT_THAT(partial.withheld_reason, HasSubstr("single sign-on"));
  EXPECT_THAT(partial.withheld_reason, HasSubstr("(9999, 77)"));
  EXPECT_THAT(partial.withheld_reason,
              HasSubstr("authorize the token for it at https://api.example/settings/tokens"));
  EXPECT_EQ(read("repositories", "[]", {{"X-OAuth-Scopes", "repo"}}).withheld_reason, "");
}

TEST_F(TokenView, says_no_words_of_the_service_in_its_own) {
  const auto partial =
      read("repositories", "[]", {{"X-GitHub-SSO", "partial-results; organizations=1, <b>,\x1b[31m, 2"}});
  EXPECT_THAT(partial.withheld_reason, HasSubstr("(1, 2)"));
}

TEST_F(TokenView, hides_what_is_private_from_whom_was_not_given_the_scope) {
  const std::vector<std::string> private_ones{"private", "repository.private"};
  for (const char* stream : {"repositories", "starred", "subscriptions"}) {
    EXPECT_THAT(hidden(query(stream), {{"X-OAuth-Scopes", "gist, repo"}}), IsEmpty()) << stream;
    EXPECT_EQ(hidden(query(stream), {{"X-OAuth-Scopes", "public_repo, repo:status"}}), private_ones)
        << stream;
    EXPECT_EQ(hidden(query(stream), {}), private_ones) << stream << " of a fine-grained token";
  }
  EXPECT_EQ(hidden(query("issues", "created"), {}), private_ones);
  EXPECT_THAT(hidden(query("issues", "12", "octocat/Hello-World"), {}), IsEmpty());
  EXPECT_THAT(hidden(query("gists"), {{"X-OAuth-Scopes", "gist"}}), IsEmpty());
  EXPECT_EQ(hidden(query("gists"), {{"X-OAuth-Scopes", "repo"}}), std::vector<std::string>{"public not"});
}

}  // namespace
}  // namespace locker
