#include "lib/sign_in_state/sign_in_state.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/unit/support/temporary_folder.hpp"

namespace locker::auth {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

const Instant kNow = *parse_rfc3339("2026-11-24T12:00:00Z");

class Signed : public ::testing::Test {
 protected:
  SignInState with(const std::string& auth_json) {
    home.create_account("paper");
    std::ofstream(home.account("paper") / "auth.json", std::ios::trunc) << auth_json;
    return sign_in_state(home, "paper", kNow);
  }
  SignInState with(const json& document) { return with(document.dump()); }

  test::TemporaryFolder folder;
  Home home{folder.path() / "locker"};
};

TEST_F(Signed, without_a_file_nobody_is_signed_in_and_nothing_has_ended) {
  const auto none = sign_in_state(home, "paper", kNow);
  EXPECT_FALSE(none.signed_in);
  EXPECT_FALSE(none.ended);
}

TEST_F(Signed, a_token_that_lasts_or_can_be_refreshed_is_good) {
  const std::string past = "2026-11-24T11:59:59Z", next = "2026-11-24T12:00:01Z";
  for (const json& document : {json{{"access_token", "a"}}, json{{"access_token", "a"}, {"expires", next}},
                               json{{"access_token", "a"}, {"expires", past}, {"refresh_token", "r"}}}) {
    EXPECT_TRUE(with(document).signed_in) << document;
    EXPECT_FALSE(with(document).ended) << document;
  }
}

TEST_F(Signed, a_token_that_expired_with_none_to_refresh_it_ended_then) {
  for (const char* expires : {"2026-11-20T01:02:03Z", "2026-11-24T12:00:00Z"}) {
    const auto ended = with(json{{"access_token", "a"}, {"expires", expires}, {"refresh_token", ""}});
    EXPECT_FALSE(ended.signed_in);
    ASSERT_TRUE(ended.ended);
    EXPECT_EQ(format_rfc3339(ended.ended->time), expires);
    EXPECT_THAT(ended.ended->reason, HasSubstr("expired"));
  }
}

TEST_F(Signed, what_the_service_said_counts_whatever_else_there_is) {
  json document{{"access_token", "a"}, {"refresh_token", "r"}, {"expires", "2027-01-01T00:00:00Z"}};
  add_ended(document, {from_millis(1'795'197'845'007), "\"revoked\" by its owner"});
  const auto ended = with(document);
  EXPECT_FALSE(ended.signed_in);
  ASSERT_TRUE(ended.ended);
  EXPECT_EQ(ended.ended->time, from_millis(1'795'197'845'007));
  EXPECT_EQ(ended.ended->reason, "\"revoked\" by its owner");
}

TEST_F(Signed, a_file_of_other_hands_is_told_and_its_content_is_not) {
  for (const std::string broken :
       {"", "[]", "null", "\"secret-token\"", R"({"access_token":"secret-token")"}) {
    const auto told = with(broken);
    EXPECT_FALSE(told.signed_in) << broken;
    ASSERT_TRUE(told.ended) << broken;
    EXPECT_EQ(told.ended->time, kNow);
    EXPECT_THAT(told.ended->reason, HasSubstr("auth.json"));
    EXPECT_THAT(told.ended->reason, Not(HasSubstr("secret")));
  }
}

TEST_F(Signed, fields_of_another_kind_are_read_as_if_they_were_not_there) {
  EXPECT_TRUE(with(json{{"access_token", "a"}, {"expires", 1}, {"ended", "yesterday"}}).signed_in);
  const auto half = with(json{{"access_token", "a"}, {"ended", {{"time", 5}, {"reason", nullptr}}}});
  EXPECT_FALSE(half.signed_in);
  EXPECT_EQ(half.ended->reason, "");
}

}  // namespace
}  // namespace locker::auth
