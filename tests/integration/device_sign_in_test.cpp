#include <gmock/gmock.h>

#include <atomic>

#include "tests/integration/serve_fixture.hpp"

namespace locker::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// The parts of a service with the device flow that a sign-in needs (RFC 8628).
class DeviceService {
 public:
  DeviceService() {
    server_.Post("/login/device/code", [](const httplib::Request& request, httplib::Response& answer) {
      if (request.get_param_value("client_id") != "known-app") {
        answer.status = 404;
        return answer.set_content(R"({"error":"Not Found"})", "application/json");
      }
      answer.set_content(
          R"({"device_code":"secret-device-code","user_code":"WDJB-<b>JHT","verification_uri":)"
          R"("https://service.example/device","expires_in":900,"interval":1})",
          "application/json");
    });
    server_.Post(
        "/login/oauth/access_token", [this](const httplib::Request& request, httplib::Response& answer) {
          ++asked_;
          const bool right = request.get_param_value("device_code") == "secret-device-code";
          const char* error = !right   ? "bad_verification_code"
                              : denied ? "access_denied"
                                       : "authorization_pending";
          if (right && allowed)
            answer.set_content(R"({"access_token":"gho_secret","token_type":"bearer","scope":"repo"})",
                               "application/json");
          else
            answer.set_content(json{{"error", error}}.dump(), "application/json");
        });
    server_.Get("/user", [](const httplib::Request&, httplib::Response& answer) {
      answer.set_content(R"({"id":583231,"login":"octocat"})", "application/json");
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  ~DeviceService() {
    server_.stop();
    thread_.join();
  }
  DeviceService(const DeviceService&) = delete;
  DeviceService& operator=(const DeviceService&) = delete;
  [[nodiscard]] std::string base() const { return "http://127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] int asked() const { return asked_; }

  std::atomic<bool> allowed = false, denied = false;

 private:
  httplib::Server server_;
  int port_ = 0;
  std::atomic<int> asked_ = 0;
  std::thread thread_;
};

class DeviceSignIn : public Serve {
 protected:
  void SetUp() override {
    Variables variables = environment();
    variables["LOCKER_GITHUB_API"] = variables["LOCKER_GITHUB_WEB"] = service.base();
    process.emplace(command({"serve", "--port", std::to_string(port)}), variables);
    ASSERT_TRUE(process->wait_for_output("listening at"));
    std::ifstream file(home / "token");
    std::getline(file, token);
    client.emplace("127.0.0.1", port);
    client->set_default_headers({{"Authorization", "Bearer " + token}});
    client->set_read_timeout(30);
  }
  loopback::Answer begin(const std::string& form) {
    return client->Post("/Me/github/saveAuth", form, "application/x-www-form-urlencoded");
  }
  loopback::Answer page() { return client->Get("/Me/github/auth"); }

  DeviceService service;
};

TEST_F(DeviceSignIn, shows_a_code_and_goes_on_once_it_was_entered) {
  EXPECT_THAT(page()->body, HasSubstr("name=\"client_id\""));
  EXPECT_THAT(page()->body, Not(HasSubstr("name=\"budget\""))) << "reading costs nothing";
  EXPECT_THAT(page()->body, Not(HasSubstr("{web}"))) << "which stands for an address";
  EXPECT_THAT(page()->body, HasSubstr("/settings/applications/new"));
  ASSERT_EQ(begin("client_id=known-app")->status, 302);
  const auto waiting = page();
  ASSERT_EQ(waiting->status, 200);
  EXPECT_THAT(waiting->body, HasSubstr("WDJB-&lt;b&gt;JHT")) << "what a service says is text";
  EXPECT_THAT(waiting->body, HasSubstr("https://service.example/device"));
  EXPECT_THAT(waiting->body, Not(HasSubstr("secret-device-code")));
  EXPECT_THAT(waiting->get_header_value("Refresh"), HasSubstr("/Me/github/"));
  EXPECT_TRUE(eventually([&] { return service.asked() > 0; }));
  EXPECT_EQ(client->Get("/Me/github/starred")->status, 404) << "not yet";
  service.allowed = true;
  EXPECT_TRUE(eventually([&] { return page()->status == 404; })) << "the sign-in is complete, and gone";
  EXPECT_THAT(client->Get("/Me/github/")->body, HasSubstr("Signed in to GitHub"));
  EXPECT_EQ(json::parse(text_of(auth_file("github")))["access_token"], "gho_secret");
}

TEST_F(DeviceSignIn, says_what_went_wrong_and_begins_again) {
  const auto unknown = begin("client_id=other-app");
  EXPECT_EQ(unknown->status, 400);
  EXPECT_THAT(unknown->body, HasSubstr("class=\"bad\""));
  EXPECT_EQ(begin("")->status, 400);
  ASSERT_EQ(begin("client_id=known-app")->status, 302);
  service.denied = true;
  EXPECT_TRUE(eventually([&] { return page()->body.find("class=\"bad\"") != std::string::npos; }));
  EXPECT_THAT(page()->body, HasSubstr("name=\"client_id\"")) << "the form is back";
  EXPECT_FALSE(std::filesystem::exists(auth_file("github")));
}

}  // namespace
}  // namespace locker::test
