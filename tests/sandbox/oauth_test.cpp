#include "sandbox/pkce.hpp"
#include "sandbox/sandbox_fixture.hpp"
#include "sandbox/url_text.hpp"

namespace sandbox {
namespace {

constexpr const char* kCallback = "http://127.0.0.1:8976/callback";
constexpr const char* kVerifier = "a-verifier-of-at-least-forty-three-characters-0123456789";
class SandboxOAuth : public SandboxTest {
 protected:
  static std::string authorize_target(const std::string& redirect, const std::string& state = "the-state") {
    return "/i/oauth2/authorize?response_type=code&client_id=sandbox-client&redirect_uri=" +
           percent_encoded(redirect) + "&scope=tweet.read%20users.read%20offline.access&state=" + state +
           "&code_challenge_method=S256&code_challenge=" + s256_challenge(kVerifier);
  }
  static Parameters redirected(const loopback::Answer& result) {
    const std::string location = result->get_header_value("Location");
    return parse_parameters(location.substr(location.find('?') + 1));
  }
  std::string fresh_code() {
    return parameter(redirected(client_->Get(authorize_target(kCallback))), "code").value_or("");
  }
  static httplib::Params code_form(const std::string& code, const std::string& verifier = kVerifier) {
    return {{"grant_type", "authorization_code"},
            {"code", code},
            {"redirect_uri", kCallback},
            {"code_verifier", verifier},
            {"client_id", "sandbox-client"}};
  }
  loopback::Answer exchange(const std::string& code, const std::string& verifier = kVerifier) {
    return post_form("/2/oauth2/token", code_form(code, verifier));
  }
  loopback::Answer refresh(const std::string& token) {
    return post_form(
        "/2/oauth2/token",
        {{"grant_type", "refresh_token"}, {"refresh_token", token}, {"client_id", "sandbox-client"}});
  }
  void start_approving(Settings settings = {}) {
    settings.auto_approve = true;
    start(std::move(settings));
  }
};

TEST_F(SandboxOAuth, gives_tokens_for_a_code_with_its_verifier) {
  start_approving();
  const json pair = body_of(exchange(fresh_code()));
  EXPECT_EQ(pair["token_type"], "bearer");
  EXPECT_EQ(pair["expires_in"], 7200);
  token_ = pair["access_token"];
  EXPECT_EQ(get_json("/2/users/me")["data"]["id"], me_);
}

TEST_F(SandboxOAuth, sends_the_state_back) {
  start_approving();
  EXPECT_EQ(parameter(redirected(client_->Get(authorize_target(kCallback, "abc%20d"))), "state"), "abc d");
}

TEST_F(SandboxOAuth, shows_a_page_with_two_buttons_without_auto_approve) {
  start();
  const auto page = client_->Get(authorize_target(kCallback));
  EXPECT_EQ(page->status, 200);
  EXPECT_NE(page->body.find("value=\"authorize\""), std::string::npos);
  EXPECT_NE(page->body.find("value=\"cancel\""), std::string::npos);
}

TEST_F(SandboxOAuth, redirects_after_a_click_on_either_button) {
  start();
  const std::string target = authorize_target(kCallback);
  const std::string form = target.substr(target.find('?') + 1);
  const char* type = "application/x-www-form-urlencoded";
  const auto yes = client_->Post("/i/oauth2/authorize", form + "&decision=authorize", type);
  EXPECT_EQ(yes->status, 302);
  EXPECT_TRUE(parameter(redirected(yes), "code"));
  const auto no = client_->Post("/i/oauth2/authorize", form + "&decision=cancel", type);
  EXPECT_EQ(parameter(redirected(no), "error"), "access_denied");
}

TEST_F(SandboxOAuth, keeps_the_user_on_a_page_for_a_redirect_uri_that_is_not_exactly_the_registered_one) {
  start_approving();
  for (const char* uri : {"http://127.0.0.1:8976/callback/", "http://127.0.0.1:8977/callback",
                          "http://localhost:8976/callback", "http://127.0.0.1:8976/Callback"}) {
    const auto page = client_->Get(authorize_target(uri));
    EXPECT_EQ(page->status, 400) << uri;
    EXPECT_NE(page->body.find("Something went wrong"), std::string::npos);
  }
}

TEST_F(SandboxOAuth, refuses_a_wrong_verifier_but_keeps_the_code_usable) {
  start_approving();
  const std::string code = fresh_code();
  const auto refused = exchange(code, "another-verifier-of-at-least-forty-three-characters-000");
  EXPECT_EQ(refused->status, 400);
  EXPECT_EQ(body_of(refused)["error"], "invalid_request");
  EXPECT_EQ(exchange(code)->status, 200);
}

TEST_F(SandboxOAuth, refuses_a_code_that_was_used) {
  start_approving();
  const std::string code = fresh_code();
  EXPECT_EQ(exchange(code)->status, 200);
  EXPECT_EQ(exchange(code)->status, 400);
}

TEST_F(SandboxOAuth, refuses_a_code_older_than_thirty_seconds) {
  start_approving();
  const std::string code = fresh_code();
  order("clock", {{"advance", 31}});
  EXPECT_EQ(exchange(code)->status, 400);
}

TEST_F(SandboxOAuth, denies_or_falsifies_the_state_when_ordered) {
  start_approving();
  order("oauth", {{"deny_next", true}});
  EXPECT_EQ(parameter(redirected(client_->Get(authorize_target(kCallback))), "error"), "access_denied");
  order("oauth", {{"oauth", {{"wrong_state_next", true}}}});
  EXPECT_NE(parameter(redirected(client_->Get(authorize_target(kCallback))), "state"), "the-state");
  EXPECT_EQ(parameter(redirected(client_->Get(authorize_target(kCallback))), "state"), "the-state");
}

TEST_F(SandboxOAuth, gives_a_new_refresh_token_with_each_refresh) {
  start_approving();
  const json first = body_of(exchange(fresh_code()));
  const json second = body_of(refresh(first["refresh_token"]));
  EXPECT_NE(first["refresh_token"], second["refresh_token"]);
  EXPECT_NE(first["access_token"], second["access_token"]);
  EXPECT_EQ(question("counters")["token_refreshes"], 1);
}

TEST_F(SandboxOAuth, ends_the_whole_family_when_a_spent_refresh_token_comes_again) {
  start_approving();
  const json first = body_of(exchange(fresh_code()));
  const json second = body_of(refresh(first["refresh_token"]));
  EXPECT_EQ(refresh(first["refresh_token"])->status, 400);
  EXPECT_EQ(refresh(second["refresh_token"])->status, 400);
  token_ = second["access_token"];
  EXPECT_EQ(status("/2/users/me"), 401);
  EXPECT_EQ(question("counters")["families_revoked"], 1);
}

TEST_F(SandboxOAuth, refuses_an_access_token_past_its_life) {
  start();
  EXPECT_EQ(status("/2/users/me"), 200);
  order("clock", {{"advance", 7201}});
  EXPECT_EQ(status("/2/users/me"), 401);
}

TEST_F(SandboxOAuth, ends_the_family_of_a_revoked_refresh_token) {
  start();
  const json pair = order("token", {});
  token_ = pair["access_token"];
  EXPECT_EQ(post_form("/2/oauth2/revoke", {{"token", pair["refresh_token"]}, {"client_id", "sandbox-client"}})
                ->status,
            200);
  EXPECT_EQ(status("/2/users/me"), 401);
}

TEST_F(SandboxOAuth, wants_basic_authorization_from_a_confidential_client) {
  Settings settings;
  settings.client_secret = "s3cret";
  start_approving(std::move(settings));
  const std::string code = fresh_code();
  EXPECT_EQ(exchange(code)->status, 401);
  EXPECT_EQ(body_of(exchange(code))["error"], "unauthorized_client");
  const auto with = [&](const char* secret) {
    return post_form("/2/oauth2/token", code_form(code),
                     {httplib::make_basic_authentication_header("sandbox-client", secret)});
  };
  EXPECT_EQ(with("wrong")->status, 401);
  EXPECT_EQ(with("s3cret")->status, 200);
}

TEST_F(SandboxOAuth, gives_no_refresh_token_without_offline_access) {
  start();
  EXPECT_FALSE(order("token", {{"scopes", {"tweet.read", "users.read"}}}).contains("refresh_token"));
}

}  // namespace
}  // namespace sandbox
