#include "lib/auth/device_flow.hpp"

#include <gtest/gtest.h>

#include "tests/unit/support/manual_clock.hpp"
#include "tests/unit/support/scripted_transport.hpp"

namespace locker::auth {
namespace {

using std::chrono::seconds;

constexpr char kCode[] =
    R"({"device_code":"device-secret-1","user_code":"WDJB-MJHT","verification_uri":"https://example.com/device",)"
    R"("expires_in":900,"interval":5,"more":{"of":"theirs"}})";
constexpr char kToken[] = R"({"access_token":"token-1","token_type":"BEARER","scope":"repo,gist"})";

class DeviceFlow : public ::testing::Test {
 protected:
  DeviceFlow()
      : endpoint(wire, {.token_url = "https://a.example/token",
                        .revoke_url = {},
                        .wrong_client_hint = "look at the app",
                        .device_code_url = "https://a.example/device/code"}) {}

  DeviceCode begin(const std::string& answer = kCode,
                   const std::vector<std::string>& scopes = {"repo", "gist"}) {
    wire.then(200, {}, answer);
    return ask_for_device_code(endpoint, client, scopes, clock, {});
  }
  Token await(const DeviceCode& code) {
    return await_device_token(endpoint, client, code, clock, stop.get_token());
  }
  void expect_error(ErrorKind kind, const std::string& part, const DeviceCode& code) {
    try {
      (void)await(code);
      FAIL() << "no error";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), kind) << error.what();
      EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
      EXPECT_EQ(std::string(error.what()).find("device-secret-1"), std::string::npos) << error.what();
    }
  }
  test::ScriptedTransport& says(const std::string& error, int status = 400) {
    return wire.then(status, {}, R"({"error":")" + error + "\"}");
  }
  /// Records when each token request was sent, relative to the response with the code.
  void note_times() {
    wire.sees([this](const http::Request&) { asked.push_back(clock.time - began); });
  }

  test::ScriptedTransport wire;
  test::ManualClock clock;
  TokenEndpoint endpoint;
  Client client{"client-1", Secret("never sent")};
  std::stop_source stop;
  Instant began = clock.time;
  std::vector<std::chrono::milliseconds> asked;
};

TEST_F(DeviceFlow, asks_for_a_code_with_what_is_documented_and_no_more) {
  const DeviceCode code = begin();
  EXPECT_EQ(wire.requests.at(0).method, "POST");
  EXPECT_EQ(wire.requests.at(0).url, "https://a.example/device/code");
  EXPECT_EQ(wire.requests.at(0).body, "client_id=client-1&scope=repo%20gist");
  EXPECT_TRUE(wire.requests.at(0).authorization.empty());
  EXPECT_EQ(code.code.reveal(), "device-secret-1");
  EXPECT_EQ(code.user_code, "WDJB-MJHT");
  EXPECT_EQ(code.page, "https://example.com/device");
  EXPECT_EQ(code.page_and_code, "");
  EXPECT_EQ(code.expires, clock.time + seconds(900));
  EXPECT_EQ(code.interval, seconds(5));
}

TEST_F(DeviceFlow, goes_by_the_usual_times_where_the_service_tells_none) {
  const DeviceCode code = begin(
      R"({"device_code":"d","user_code":"u","verification_url":"http://127.0.0.1:9/d","expires_in":"600","interval":0})",
      {});
  EXPECT_EQ(wire.requests.at(0).body, "client_id=client-1");
  EXPECT_EQ(code.expires, clock.time + seconds(600));
  EXPECT_EQ(code.interval, seconds(1));
  const DeviceCode bare =
      begin(R"({"device_code":"d","user_code":"u","verification_uri":"https://a.example/d"})");
  EXPECT_EQ(bare.expires, clock.time + seconds(900));
  EXPECT_EQ(bare.interval, seconds(5));
}

TEST_F(DeviceFlow, opens_no_page_that_is_not_safe_to_open) {
  for (const char* page : {"http://example.com/d", "file:///etc/passwd", "javascript:alert(1)", "", "-x"})
    EXPECT_THROW(
        (void)begin(R"({"device_code":"d","user_code":"u","verification_uri":")" + std::string(page) + "\"}"),
        Error)
        << page;
}

TEST_F(DeviceFlow, says_in_the_services_words_why_it_gives_no_code_and_what_to_look_at) {
  says("device_flow_disabled", 200);
  try {
    (void)ask_for_device_code(endpoint, client, {}, clock, {});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::sign_in);
    EXPECT_NE(std::string(error.what()).find("device_flow_disabled"), std::string::npos);
    EXPECT_EQ(error.hint(), "look at the app");
  }
}

TEST_F(DeviceFlow, waits_between_questions_until_the_person_has_entered_the_code) {
  const DeviceCode code = begin();
  note_times();
  says("authorization_pending", 200);
  says("authorization_pending");
  wire.then(200, {}, kToken);
  const Token token = await(code);
  EXPECT_EQ(token.access.reveal(), "token-1");
  EXPECT_EQ(token.scopes, (std::vector<std::string>{"repo", "gist"}));
  EXPECT_FALSE(token.expires);
  EXPECT_TRUE(token.refresh.empty());
  EXPECT_EQ(asked, (std::vector<std::chrono::milliseconds>{seconds(5), seconds(10), seconds(15)}));
  EXPECT_EQ(wire.requests.back().body,
            "client_id=client-1&device_code=device-secret-1&"
            "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code");
  EXPECT_EQ(wire.requests.back().url, "https://a.example/token");
}

TEST_F(DeviceFlow, asks_five_seconds_later_from_then_on_when_it_is_told_to_slow_down) {
  const DeviceCode code = begin();
  note_times();
  says("slow_down");
  says("authorization_pending");
  wire.then(200, {}, R"({"error":"slow_down","interval":30})");
  wire.then(200, {}, kToken);
  (void)await(code);
  EXPECT_EQ(asked,
            (std::vector<std::chrono::milliseconds>{seconds(5), seconds(15), seconds(25), seconds(55)}));
}

TEST_F(DeviceFlow, outlasts_a_broken_connection_and_a_service_in_trouble) {
  const DeviceCode code = begin();
  note_times();
  wire.breaks();
  wire.then(502, {}, "<html>");
  wire.then(429, {{"Retry-After", "60"}}, "");
  says("authorization_pending");
  wire.then(200, {}, kToken);
  EXPECT_EQ(await(code).access.reveal(), "token-1");
  EXPECT_EQ(asked, (std::vector<std::chrono::milliseconds>{seconds(5), seconds(15), seconds(35), seconds(95),
                                                           seconds(100)}));
}

TEST_F(DeviceFlow, outlasts_a_page_in_the_place_of_an_answer) {
  const DeviceCode code = begin();
  note_times();
  wire.then(200, {}, "<html>one moment</html>");
  wire.then(200, {}, "");
  wire.then(200, {}, kToken);
  EXPECT_EQ(await(code).access.reveal(), "token-1");
  EXPECT_EQ(asked, (std::vector<std::chrono::milliseconds>{seconds(5), seconds(15), seconds(35)}));
}

TEST_F(DeviceFlow, ends_when_access_is_denied_or_the_code_ran_out) {
  const DeviceCode code = begin();
  says("access_denied");
  expect_error(ErrorKind::sign_in, "denied", code);
  says("expired_token");
  expect_error(ErrorKind::sign_in, "in time", code);
  says("incorrect_device_code");
  expect_error(ErrorKind::sign_in, "incorrect_device_code", code);
}

TEST_F(DeviceFlow, ends_by_itself_when_nobody_enters_the_code) {
  DeviceCode code = begin();
  code.expires = clock.time + seconds(12);
  says("authorization_pending");
  says("authorization_pending");
  expect_error(ErrorKind::sign_in, "in time", code);
  EXPECT_EQ(clock.time, code.expires);
}

TEST_F(DeviceFlow, ends_at_once_when_it_is_interrupted) {
  const DeviceCode code = begin();
  stop.request_stop();
  expect_error(ErrorKind::interrupted, "interrupted", code);
}

}  // namespace
}  // namespace locker::auth
