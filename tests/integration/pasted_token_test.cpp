#include <gmock/gmock.h>

#include "tests/integration/locker_fixture.hpp"

/// `auth --token-stdin`: a token that was made elsewhere.
namespace locker::test {
namespace {

using ::testing::HasSubstr;

class PastedToken : public LockerTest {
 protected:
  Outcome paste(const std::string& text, const Words& more = {}) const {
    Words words{"auth", "twitter", "--token-stdin"};
    words.insert(words.end(), more.begin(), more.end());
    return locker(words, {}, text);
  }
  Outcome paste_answer(const json& answer) const {
    return paste(answer.dump(), {"--client-id", "sandbox-client"});
  }
  int refreshes() { return question("counters")["token_refreshes"]; }
  int refused_fields() { return question("counters")["requests"]["by_status"].value("400", 0); }
  void expect_no_locker() const {
    EXPECT_FALSE(std::filesystem::exists(home / "locker.db"));
    EXPECT_EQ(locker({"query"}).code, 10);
    EXPECT_EQ(locker({"status"}).code, 10);
    EXPECT_EQ(locker({"sync", "twitter"}).code, 4);
  }
};

TEST_F(PastedToken, whose_access_token_has_expired_is_refreshed_once) {
  start();
  const json answer = order("token");
  order("expire_tokens");
  const Outcome outcome = paste_answer(answer);
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("signed in as @sandbox_me"));
  EXPECT_EQ(refreshes(), 1);
  EXPECT_NE(json::parse(text_of(auth_file()))["refresh_token"], answer["refresh_token"]);
  EXPECT_EQ(locker({"auth", "refresh", "twitter"}).code, 0);
  EXPECT_EQ(sync({"--only", "tweets"})["exit_code"], 0);
  EXPECT_EQ(question("counters")["families_revoked"], 0);
}

TEST_F(PastedToken, that_is_refused_leaves_no_locker_behind_and_names_the_next_command) {
  start();
  const json answer = order("token");
  order("expire_tokens");
  const Outcome bare = paste(answer["access_token"]);
  EXPECT_EQ(bare.code, 4);
  EXPECT_THAT(bare.err, HasSubstr("run \"locker auth twitter\""));
  EXPECT_FALSE(std::filesystem::exists(home));
  expect_no_locker();

  order("fault", {{"match", "oauth2/token"},
                  {"kind", "status"},
                  {"status", 400},
                  {"body", R"({"error":"invalid_grant","error_description":"no longer"})"},
                  {"times", 1}});
  const Outcome spent = paste_answer(answer);
  EXPECT_EQ(spent.code, 4);
  EXPECT_THAT(spent.err, HasSubstr("no longer"));
  EXPECT_THAT(spent.err, HasSubstr("run \"locker auth twitter\""));
  EXPECT_FALSE(std::filesystem::exists(auth_file()));
  expect_no_locker();
}

TEST_F(PastedToken, of_another_person_that_was_refreshed_leaves_the_old_one) {
  start();
  ASSERT_EQ(sign_in().code, 0);
  const std::string before = text_of(auth_file());
  const json answer = order("token");
  order("expire_tokens");
  const std::string body = R"({"data":{"id":"4242","name":"Somebody","username":"somebody_else"}})";
  order("fault", {{"match", "/2/users/me"},
                  {"kind", "status"},
                  {"status", 200},
                  {"body", body},
                  {"times", 1},
                  {"after", 1}});
  EXPECT_EQ(paste_answer(answer).code, 2);
  EXPECT_EQ(refreshes(), 1);
  EXPECT_EQ(text_of(auth_file()), before);
  EXPECT_FALSE(std::filesystem::exists(auth_file().string() + ".next"));
}

TEST_F(PastedToken, teaches_the_first_sync_which_field_names_the_service_takes) {
  sandbox::Settings settings;
  settings.fields = sandbox::FieldMode::new_names;
  start(settings);
  ASSERT_EQ(sign_in().code, 0);
  EXPECT_EQ(refused_fields(), 1);
  sync({"--only", "tweets"});
  ASSERT_EQ(sign_in().code, 0);
  EXPECT_EQ(refused_fields(), 1) << "the old names were asked for again";
}

}  // namespace
}  // namespace locker::test
