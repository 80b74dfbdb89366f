#include "lib/auth/token_headers.hpp"

#include <gtest/gtest.h>

#include "tests/unit/support/scripted_transport.hpp"

namespace locker::auth {
namespace {

using Names = std::vector<std::string>;

constexpr char kEnd[] = "Token-Expiration";

connector::SignIn ways_with_headers() {
  connector::SignIn ways;
  ways.granted_scopes_header = "X-OAuth-Scopes";
  ways.token_expiry_header = kEnd;
  return ways;
}

class TokenHeardTest : public ::testing::Test {
 protected:
  void hear(int status, http::Headers headers = {}) {
    service.then(status, std::move(headers));
    (void)heard.send({.authorization = Secret("Bearer abc")}, {});
  }
  test::ScriptedTransport service;
  connector::SignIn told = ways_with_headers();
  TokenHeaders heard{service, told};
};

TEST_F(TokenHeardTest, has_the_scopes_of_answers_that_tell_them) {
  hear(200);
  EXPECT_FALSE(heard.scopes());
  hear(403, {{"X-OAuth-Scopes", "wrong"}});
  EXPECT_FALSE(heard.scopes());
  hear(200, {{"x-oauth-scopes", "repo, gist"}});
  EXPECT_EQ(heard.scopes(), (Names{"repo", "gist"}));
  hear(200, {{"X-OAuth-Scopes", ""}});
  EXPECT_EQ(heard.scopes(), Names{}) << "said, and there are none";
}

TEST_F(TokenHeardTest, has_the_end_in_both_spellings) {
  hear(200);
  EXPECT_FALSE(heard.expires());
  hear(200, {{kEnd, "2026-12-24 18:00:00 UTC"}});
  EXPECT_EQ(heard.expires(), parse_rfc3339("2026-12-24T18:00:00Z"));
  hear(200, {{kEnd, "2026-12-24 18:00:00 +0100"}});
  EXPECT_EQ(heard.expires(), parse_rfc3339("2026-12-24T17:00:00Z"));
  for (const char* text : {"", "soon", "2026-12-24", "2026-12-24 18:00:00", "2026-12-24 18:00:00 Mars"}) {
    hear(200, {{kEnd, text}});
    EXPECT_FALSE(heard.expires()) << text;
  }
}

TEST_F(TokenHeardTest, hears_what_is_told_with_an_answer_that_nothing_has_changed) {
  hear(304, {{kEnd, "2026-12-24 18:00:00 UTC"}});
  EXPECT_EQ(heard.expires(), parse_rfc3339("2026-12-24T18:00:00Z"));
}

TEST_F(TokenHeardTest, does_not_listen_to_a_place_that_got_no_token) {
  service.then(200, {{kEnd, "2026-12-24 18:00:00 UTC"}});
  (void)heard.send({}, {});
  EXPECT_FALSE(heard.expires());
}

TEST_F(TokenHeardTest, hears_nothing_where_the_service_has_no_headers_for_it) {
  told = {};
  hear(200, {{"", "repo"}});
  EXPECT_FALSE(heard.scopes());
  EXPECT_FALSE(heard.expires());
}

}  // namespace
}  // namespace locker::auth
