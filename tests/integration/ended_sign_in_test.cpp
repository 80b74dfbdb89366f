#include <gmock/gmock.h>
#include <sys/stat.h>

#include "tests/integration/serve_fixture.hpp"

/// A sign-in that was revoked at the service: its refresh token is refused permanently.
namespace locker::test {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;

class EndedSignIn : public Serve {
 protected:
  void begin() {
    sandbox::Settings settings;
    settings.rate_limits = false;
    start(settings);
    ASSERT_EQ(sign_in().code, 0);
    sync({"--only", "tweets"});
  }
  /// The user revokes the app's access at the service.
  void end_at_the_service() {
    const json tokens = json::parse(text_of(auth_file()));
    const httplib::Params form{{"token", tokens["refresh_token"].get<std::string>()},
                               {"client_id", tokens["client_id"].get<std::string>()}};
    const auto answer = control->Post("/2/oauth2/revoke", form);
    ASSERT_EQ(answer->status, 200) << answer->body;
  }
  int asked_for_tokens() {
    return question("counters")["requests"]["by_endpoint"].value("/2/oauth2/token", 0);
  }
  json auth_status(int code) const {
    const Outcome outcome = locker({"auth", "status", "--json"});
    EXPECT_EQ(outcome.code, code) << outcome.err;
    return json::parse(outcome.out)["accounts"][0];
  }
  json status() const { return json::parse(locker({"status", "--json"}).out)["accounts"][0]; }
};

TEST_F(EndedSignIn, is_said_in_every_run_and_asked_for_once) {
  begin();
  end_at_the_service();
  const Outcome first = locker({"sync", "twitter"});
  EXPECT_EQ(first.code, 4);
  EXPECT_THAT(first.err, HasSubstr("run \"locker auth twitter\""));
  const int asked = asked_for_tokens();
  EXPECT_EQ(asked, 1);
  const int requests_before = requests();

  const Outcome second = locker({"sync", "twitter"});
  EXPECT_EQ(second.code, 4);
  EXPECT_EQ(lines_of(second.err).size(), 1u) << second.err;
  EXPECT_THAT(second.err, HasSubstr("the sign-in ended on 20"));
  EXPECT_THAT(second.err, HasSubstr("Value passed for the token was invalid"));
  EXPECT_THAT(second.err, HasSubstr("run \"locker auth twitter\""));
  EXPECT_EQ(requests(), requests_before) << "what can only be refused was sent";
}

TEST_F(EndedSignIn, is_shown_wherever_a_sign_in_is_shown) {
  begin();
  EXPECT_EQ(auth_status(0)["ended"], nullptr);
  EXPECT_EQ(status()["sign_in_ended"], nullptr);
  end_at_the_service();
  locker({"sync", "twitter"});

  const json entry = auth_status(4);
  EXPECT_EQ(entry["signed_in"], false);
  EXPECT_EQ(entry["refreshable"], false);
  EXPECT_THAT(entry["ended"]["reason"].get<std::string>(), HasSubstr("token was invalid"));
  EXPECT_EQ(entry["ended"]["next_step"], "locker auth twitter");
  const Outcome shown = locker({"auth", "status"});
  EXPECT_EQ(shown.code, 4);
  EXPECT_THAT(shown.out, HasSubstr("twitter: sign-in needed"));
  EXPECT_THAT(shown.out, HasSubstr("run \"locker auth twitter\""));
  EXPECT_THAT(shown.out, Not(HasSubstr("refreshed by itself")));

  EXPECT_EQ(status()["signed_in"], false);
  EXPECT_EQ(status()["sign_in_ended"], entry["ended"]["time"]);
  EXPECT_THAT(status()["next_step"].get<std::string>(), HasSubstr("locker auth twitter"));
  EXPECT_THAT(locker({"status"}).out, HasSubstr("next: the sign-in ended ("));
  EXPECT_THAT(locker({"connectors"}).out, HasSubstr("account twitter: not signed in"));
  const Outcome doctor = locker({"doctor"});
  EXPECT_EQ(doctor.code, 1);
  EXPECT_THAT(doctor.out, HasSubstr("the service takes it no more"));
}

TEST_F(EndedSignIn, is_over_with_the_next_one) {
  begin();
  end_at_the_service();
  locker({"sync", "twitter"});
  struct stat file {};
  stat(auth_file().c_str(), &file);
  EXPECT_EQ(file.st_mode & 0777, 0600u);
  ASSERT_EQ(sign_in().code, 0);
  EXPECT_EQ(auth_status(0)["signed_in"], true);
  EXPECT_EQ(status()["sign_in_ended"], nullptr);
  sync({"--only", "tweets"});
}

TEST_F(EndedSignIn, is_none_where_the_service_only_has_trouble_or_does_not_know_the_app) {
  begin();
  order("expire_tokens");
  const auto refuse = [&](int status, const std::string& body) {
    remove_faults();
    order("fault",
          {{"match", "oauth2/token"}, {"kind", "status"}, {"status", status}, {"body", body}, {"times", 0}});
    EXPECT_NE(locker({"sync", "twitter", "--no-wait"}).code, 0);
    EXPECT_EQ(auth_status(0)["signed_in"], true) << body;
  };
  refuse(503, "");
  refuse(429, R"({"error":"invalid_grant"})");
  refuse(401, R"({"error":"unauthorized_client","error_description":"Missing valid authorization header"})");
  refuse(400, R"({"error":"invalid_request","error_description":"Missing required parameter [client_id]."})");
  remove_faults();
  sync({"--only", "tweets"});
}

TEST_F(EndedSignIn, that_was_a_mistake_of_the_service_is_mended_by_a_refresh_by_hand) {
  begin();
  order("expire_tokens");
  order("fault", {{"match", "oauth2/token"},
                  {"kind", "status"},
                  {"status", 400},
                  {"body", R"({"error":"invalid_grant"})"},
                  {"times", 1}});
  EXPECT_EQ(locker({"sync", "twitter"}).code, 4);
  EXPECT_EQ(auth_status(4)["signed_in"], false);
  EXPECT_EQ(locker({"auth", "refresh", "twitter"}).code, 0);
  EXPECT_EQ(auth_status(0)["signed_in"], true);
  sync({"--only", "tweets"});
}

TEST_F(EndedSignIn, without_a_refresh_token_is_told_once_the_access_token_has_expired) {
  start();
  ASSERT_EQ(sign_in().code, 0);
  json kept = json::parse(text_of(auth_file()));
  kept.erase("refresh_token");
  kept["expires"] = "2026-01-01T00:00:00Z";
  std::ofstream(auth_file()) << kept;
  const json entry = auth_status(4);
  EXPECT_EQ(entry["ended"]["time"], "2026-01-01T00:00:00Z");
  EXPECT_THAT(entry["ended"]["reason"].get<std::string>(), HasSubstr("none to refresh it with"));
}

TEST_F(EndedSignIn, under_core_brings_the_pages_of_sign_in_back_and_ends_the_schedule) {
  begin();
  serve();
  ASSERT_EQ(client->Get("/Me/twitter/profile")->status, 200);
  end_at_the_service();
  EXPECT_THAT(client->Get("/Me/twitter/profile")->status, AnyOf(401, 404)) << "404: the schedule was first";
  const json account = json::parse(client->Get("/status")->body)["accounts"][0];
  EXPECT_EQ(account["signed_in"], false);
  EXPECT_EQ(account["sign_in_ended"], status()["sign_in_ended"]);
  EXPECT_THAT(account["next_step"].get<std::string>(), HasSubstr("locker auth twitter"));
  EXPECT_THAT(client->Get("/Me/twitter/auth")->body, HasSubstr("<form"));
  EXPECT_EQ(client->Get("/Me/twitter/profile")->status, 404);
  EXPECT_TRUE(eventually([&] { return json::parse(client->Get("/status")->body)["schedule"].empty(); }));

  ASSERT_EQ(sign_in().code, 0);
  EXPECT_EQ(client->Get("/Me/twitter/profile")->status, 200);
}

}  // namespace
}  // namespace locker::test
