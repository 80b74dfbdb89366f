#include <gmock/gmock.h>

#include "connectors/github/tests/unit/github_fixture.hpp"

namespace locker {
namespace {

using sync::Refusal;
using testing::EndsWith;
using testing::HasSubstr;

class GitHubProblems : public test::GitHubFixture {
 protected:
  [[nodiscard]] sync::Verdict judge(int status, http::Headers headers = {},
                                    const std::string& words = "No") const {
    return github->judge(query("starred"), {status, std::move(headers), R"({"message":")" + words + R"("})"});
  }
  [[nodiscard]] sync::Verdict judge_next_page(int status, const std::string& words) const {
    auto asked = query("events");
    asked.token = "https://api.example/events?page=4";
    return github->judge(asked, {status, {}, R"({"message":")" + words + R"("})"});
  }
};

TEST_F(GitHubProblems, limits_are_told_in_several_ways) {
  EXPECT_EQ(judge(429).refusal, Refusal::rate_limit);
  EXPECT_EQ(judge(403, {{"x-ratelimit-remaining", "0"}}).refusal, Refusal::rate_limit);
  EXPECT_EQ(judge(403, {{"Retry-After", "60"}, {"x-ratelimit-remaining", "4999"}}).refusal,
            Refusal::rate_limit);
  EXPECT_EQ(judge(403, {}, "You have exceeded a secondary rate limit").refusal, Refusal::rate_limit);
}

TEST_F(GitHubProblems, what_is_not_allowed_names_the_scope_or_the_permissions) {
  const auto lacking =
      judge(403, {{"X-Accepted-OAuth-Scopes", "read:org, user"}, {"X-OAuth-Scopes", "gist"}});
  EXPECT_EQ(lacking.refusal, Refusal::forbidden);
  EXPECT_TRUE(lacking.missing_scope);
  const auto refused = judge(403, {{"x-ratelimit-remaining", "4999"}}, "Resource not accessible");
  EXPECT_EQ(refused.refusal, Refusal::forbidden);
  EXPECT_FALSE(refused.missing_scope);
  EXPECT_THAT(refused.message, HasSubstr("Resource not accessible"));
  EXPECT_THAT(refused.hint, HasSubstr("permission"));
}

TEST_F(GitHubProblems, a_hint_leads_to_the_page_of_the_token_on_the_site_of_the_api) {
  const auto hint = [&](const std::string& api, http::Headers headers) {
    auto asked = query("starred");
    asked.service.api_base = api;
    return github->judge(asked, {403, std::move(headers), "{}"}).hint;
  };
  EXPECT_THAT(hint("https://api.github.com", {{"X-OAuth-Scopes", "gist"}}),
              EndsWith(" https://github.com/settings/tokens"));
  EXPECT_THAT(hint("https://git.example/api/v3", {{"X-Accepted-GitHub-Permissions", "issues=read"}}),
              EndsWith("\"issues=read\" at https://git.example/settings/personal-access-tokens"));
}

TEST_F(GitHubProblems, a_redirect_that_was_not_followed_says_why) {
  const auto message = [&](const std::string& to) { return judge(301, {{"Location", to}}, "Moved").message; };
  EXPECT_THAT(message("https://elsewhere.example/x"),
              EndsWith("leads to another place, and was not followed"));
  EXPECT_THAT(message("https://api.example/user"), EndsWith("leads in a circle, and was not followed"));
  EXPECT_THAT(message("/user"), EndsWith("leads in a circle, and was not followed"));
}

TEST_F(GitHubProblems, not_found_may_mean_not_allowed) {
  EXPECT_EQ(judge(404).refusal, Refusal::gone);
  EXPECT_THAT(judge(404).hint, HasSubstr("404"));
  EXPECT_TRUE(judge(404, {{"X-Accepted-OAuth-Scopes", "repo"}, {"X-OAuth-Scopes", ""}}).missing_scope);
  EXPECT_FALSE(
      judge(404, {{"X-Accepted-OAuth-Scopes", "repo"}, {"X-OAuth-Scopes", "gist, repo"}}).missing_scope);
}

TEST_F(GitHubProblems, a_single_sign_on_says_where_the_token_is_authorized) {
  const auto hint = [&](const std::string& said) {
    return judge(403, {{"X-GitHub-SSO", said}, {"X-OAuth-Scopes", "repo"}}).hint;
  };
  const std::string page = "https://github.com/orgs/paper/sso?authorization_request=AZSCKtL4U8";
  EXPECT_THAT(hint("required; url=" + page), EndsWith("single sign-on: see to that at " + page));
  for (const char* said : {"required", "required; url=javascript:x", "required; url=http://paper.example/sso",
                           "required; url=https://a.example/\x1b[2Jb", "required; url=https://a@b.example/"})
    EXPECT_THAT(hint(said), EndsWith("see to that at https://api.example/settings/tokens")) << said;
  EXPECT_THAT(hint("partial-results; organizations=1"), HasSubstr("permission"));
}

TEST_F(GitHubProblems, nothing_to_read_is_no_trouble_where_a_repository_may_have_nothing) {
  const auto of = [&](const char* stream, const char* part, int status) {
    return github->judge(query(stream, part, "octocat/Hello-World"), {status, {}, "{}"}).refusal;
  };
  EXPECT_EQ(of("commits", "1", 409), Refusal::nothing);
  EXPECT_EQ(of("issues", "1", 410), Refusal::nothing);
  EXPECT_EQ(of("comments", "1", 410), Refusal::nothing);
  EXPECT_EQ(of("commits", "1", 410), Refusal::gone);
  EXPECT_EQ(of("releases", "1", 409), Refusal::gone);
  EXPECT_EQ(of("comments", "1:commit", 410), Refusal::gone);
  auto languages = query("repositories");
  languages.is_follow_up = true;
  EXPECT_EQ(github->judge(languages, {409, {}, "{}"}).refusal, Refusal::nothing);
}

TEST_F(GitHubProblems, an_endpoint_of_a_stream_is_never_without_anything_to_read) {
  for (const int status : {409, 410})
    for (const char* stream : {"starred", "repositories", "followers", "gists"})
      EXPECT_EQ(github->judge(query(stream), {status, {}, "{}"}).refusal, Refusal::gone) << stream;
  EXPECT_EQ(github->judge(query("issues", "created"), {410, {}, "{}"}).refusal, Refusal::gone);
  EXPECT_EQ(judge(451).refusal, Refusal::forbidden);
  EXPECT_EQ(judge(403, {}, "Repository access blocked").refusal, Refusal::forbidden);
}

TEST_F(GitHubProblems, a_list_that_is_limited_ends_before_all_is_told) {
  EXPECT_EQ(judge_next_page(422, "In order to keep the API fast for everyone, pagination is limited").refusal,
            Refusal::list_cut_off);
}

TEST_F(GitHubProblems, others_are_what_their_status_says) {
  EXPECT_EQ(judge(401).refusal, Refusal::sign_in);
  EXPECT_EQ(judge(402).refusal, Refusal::payment);
  EXPECT_EQ(github->judge(query("releases", "1", "a/b"), {451, {}, "{}"}).refusal, Refusal::withheld);
  EXPECT_EQ(judge(202).refusal, Refusal::service);
  EXPECT_EQ(judge(503).refusal, Refusal::service);
  EXPECT_EQ(judge(418).refusal, Refusal::unexpected);
  EXPECT_EQ(judge_next_page(422, "Validation Failed").refusal, Refusal::token_refused);
}

TEST_F(GitHubProblems, a_repository_that_is_blocked_is_withheld_whichever_status_says_so) {
  const auto blocked = [&](int status, const std::string& body) {
    return github->judge(query("issues", "1", "octocat/Hello-World"), {status, {}, body}).refusal;
  };
  const std::string why = R"("block":{"reason":"tos","created_at":"2026-01-01T00:00:00Z","html_url":null})";
  EXPECT_EQ(blocked(403, R"({"message":"Repository access blocked",)" + why + "}"), Refusal::withheld);
  EXPECT_EQ(blocked(403, R"({"message":"Sorry",)" + why + "}"), Refusal::withheld);
  EXPECT_EQ(blocked(403, R"({"message":"Repository access blocked"})"), Refusal::withheld);
  EXPECT_EQ(blocked(403, R"({"message":"Must have push access"})"), Refusal::forbidden);
}

TEST_F(GitHubProblems, notifications_are_never_for_a_fine_grained_token) {
  const auto asked = [&](http::Headers headers) {
    return github->judge(query("notifications"),
                         {403, std::move(headers), R"({"message":"Not accessible"})"});
  };
  EXPECT_EQ(asked({}).refusal, Refusal::withheld);
  EXPECT_THAT(asked({}).hint, HasSubstr("a classic one with the scope \"notifications\""));
  EXPECT_EQ(asked({{"X-OAuth-Scopes", "repo"}}).refusal, Refusal::forbidden);
}

TEST_F(GitHubProblems, what_the_service_says_is_shown_in_one_line) {
  EXPECT_EQ(judge(403, {}, "a\\u001b[2Jb").message, "GitHub answered 403: a [2Jb");
  EXPECT_EQ(github->judge({}, {502, {}, "<html>"}).message, "GitHub answered 502");
}

}  // namespace
}  // namespace locker
