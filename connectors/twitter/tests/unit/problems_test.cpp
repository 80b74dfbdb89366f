#include "connectors/twitter/tests/unit/twitter_fixture.hpp"

namespace locker {
namespace {

using sync::Refusal;
using testing::HasSubstr;

class ProblemsTest : public test::TwitterFixture {
 protected:
  [[nodiscard]] sync::Verdict judge(int status, const std::string& text, const sync::PageQuery& asked) const {
    return twitter->judge(asked, {status, {}, text});
  }
  [[nodiscard]] sync::Verdict judge(int status, const std::string& text) const {
    return judge(status, text, query("likes"));
  }
  [[nodiscard]] sync::PageQuery second_page() const {
    auto asked = query("tweets");
    asked.token = "old";
    asked.since_id = "5";
    return asked;
  }
};

TEST_F(ProblemsTest, a_refused_page_token_means_from_the_top) {
  const auto verdict = judge(
      400,
      R"({"errors":[{"parameters":{"pagination_token":["old"]},"message":"bad token"}],"title":"Invalid Request"})",
      second_page());
  EXPECT_EQ(verdict.refusal, Refusal::token_refused);
}

TEST_F(ProblemsTest, a_400_that_names_nothing_on_a_later_page_is_about_its_token) {
  EXPECT_EQ(judge(400, R"({"title":"Invalid Request"})", second_page()).refusal, Refusal::token_refused);
  EXPECT_EQ(judge(400, R"({"title":"Invalid Request"})").refusal, Refusal::unexpected);
}

TEST_F(ProblemsTest, a_refused_bound_is_dropped) {
  const auto verdict =
      judge(400, R"({"errors":[{"parameters":{"since_id":["5"]},"message":"'since_id' must be newer"}]})",
            second_page());
  EXPECT_EQ(verdict.refusal, Refusal::since_refused);
}

TEST_F(ProblemsTest, a_refused_field_asks_for_the_other_names) {
  const auto text =
      R"({"errors":[{"parameters":{"tweet.fields":["note_tweet"]},"message":"The `tweet.fields` query parameter value [note_tweet] is not one of"}]})";
  EXPECT_EQ(judge(400, text).refusal, Refusal::field_refused);
  EXPECT_EQ(judge(400, text).dialect, "post");
  const auto unknown =
      R"({"errors":[{"parameters":{"tweet.fields":["id"]},"message":"The query parameter [tweet.fields] is not one of [post.fields]"}]})";
  EXPECT_EQ(judge(400, unknown, second_page()).refusal, Refusal::field_refused);
  auto asked = query("likes");
  asked.service.dialect = "post";
  EXPECT_EQ(judge(400, text, asked).dialect, "");
}

TEST_F(ProblemsTest, no_credits_means_no_further_request) {
  const auto verdict =
      judge(402, R"({"title":"CreditsDepleted","type":"https://api.x.com/2/problems/credits-depleted"})");
  EXPECT_EQ(verdict.refusal, Refusal::payment);
  EXPECT_THAT(verdict.hint, HasSubstr("console.x.com"));
}

TEST_F(ProblemsTest, a_usage_cap_is_no_window_to_wait_for) {
  EXPECT_EQ(
      judge(429, R"({"title":"UsageCapExceeded","type":"https://api.twitter.com/2/problems/usage-capped"})")
          .refusal,
      Refusal::payment);
  EXPECT_EQ(judge(429, R"({"title":"Too Many Requests","type":"about:blank"})").refusal, Refusal::rate_limit);
}

TEST_F(ProblemsTest, an_app_in_the_wrong_package_is_told_so) {
  const auto verdict = judge(
      403,
      R"({"reason":"client-not-enrolled","title":"Client Forbidden","type":"https://api.twitter.com/2/problems/client-forbidden"})");
  EXPECT_EQ(verdict.refusal, Refusal::forbidden);
  EXPECT_THAT(verdict.hint, HasSubstr("Pay-per-use"));
  EXPECT_THAT(judge(403, R"({"errors":[{"code":453,"message":"limited v1.1"}]})").hint,
              HasSubstr("Production"));
}

TEST_F(ProblemsTest, a_missing_scope_is_recognised) {
  EXPECT_TRUE(
      judge(403, R"({"detail":"missing required scope like.read","type":"about:blank"})").missing_scope);
  EXPECT_TRUE(judge(403, R"({"title":"Forbidden","detail":"Forbidden","type":"about:blank"})").missing_scope);
  EXPECT_TRUE(judge(403, "").missing_scope);
}

TEST_F(ProblemsTest, a_refusal_without_a_reason_is_no_missing_scope_where_all_were_granted) {
  auto asked = query("likes");
  asked.service.scopes = {"tweet.read", "like.read"};
  const auto verdict = judge(403, R"({"title":"Forbidden","type":"about:blank"})", asked);
  EXPECT_FALSE(verdict.missing_scope);
  EXPECT_THAT(verdict.hint, HasSubstr("the sign-in includes what this needs"));
  EXPECT_TRUE(judge(403, R"({"detail":"missing required scope like.read"})", asked).missing_scope);
  asked.service.scopes = {"tweet.read"};
  EXPECT_TRUE(judge(403, "", asked).missing_scope);
}

TEST_F(ProblemsTest, another_reason_is_no_missing_scope) {
  const auto verdict =
      judge(403, R"({"title":"Forbidden","detail":"your account is suspended","type":"about:blank"})");
  EXPECT_FALSE(verdict.missing_scope) << "no sign-in with further scopes would help";
  EXPECT_THAT(verdict.message, HasSubstr("suspended"));
}

TEST_F(ProblemsTest, what_X_says_goes_on_with_a_hint) {
  EXPECT_EQ(judge(402, R"({"detail":"No credits are left."})").message,
            "X answered 402: No credits are left");
}

TEST_F(ProblemsTest, the_rest_follows_the_status) {
  EXPECT_EQ(judge(401, "").refusal, Refusal::sign_in);
  EXPECT_EQ(judge(404, "").refusal, Refusal::gone);
  EXPECT_EQ(judge(503, "<html>").refusal, Refusal::service);
  EXPECT_EQ(judge(418, "").refusal, Refusal::unexpected);
}

TEST_F(ProblemsTest, control_characters_do_not_get_into_messages) {
  EXPECT_EQ(judge(403, R"({"detail":"a\u001b[2Jb"})").message, "X answered 403: a [2Jb");
}

}  // namespace
}  // namespace locker
