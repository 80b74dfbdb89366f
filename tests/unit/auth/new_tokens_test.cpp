#include "lib/auth/new_tokens.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/base/error.hpp"
#include "tests/unit/support/manual_clock.hpp"
#include "tests/unit/support/scripted_transport.hpp"
#include "tests/unit/support/temporary_folder.hpp"

namespace locker::auth {
namespace {

using ::testing::HasSubstr;

constexpr char kAnswerWithoutScopes[] =
    R"({"expires_in":7200,"access_token":"access-2","refresh_token":"refresh-2"})";

class NewTokensTest : public ::testing::Test {
 protected:
  NewTokensTest() : home(folder.path() / "home"), store(home, "twitter") {
    pasted.client.id = "client";
    pasted.token.access = Secret("access-1");
    pasted.token.refresh = Secret("refresh-1");
  }
  /// An earlier sign-in of the same account.
  void sign_in_before() {
    Credentials earlier;
    earlier.token.access = Secret("access-0");
    earlier.token.refresh = Secret("refresh-0");
    store.save(earlier);
  }
  NewTokens tokens() { return {store, endpoint, pasted, clock, "locker auth twitter"}; }
  std::string stored_refresh() const {
    const auto stored = store.load();
    return stored ? std::string(stored->token.refresh.reveal()) : "none";
  }
  Error refusal() {
    NewTokens sign_in = tokens();
    try {
      (void)sign_in.replacement(Secret("access-1"), {});
    } catch (const Error& error) {
      return error;
    }
    throw std::logic_error("it was replaced");
  }

  test::TemporaryFolder folder;
  Home home;
  TokenStore store;
  test::ManualClock clock;
  test::ScriptedTransport wire;
  TokenEndpoint endpoint{wire, {.token_url = "https://a/token", .revoke_url = "https://a/revoke"}};
  Credentials pasted;
};

TEST_F(NewTokensTest, that_are_good_are_stored_as_they_are) {
  NewTokens sign_in = tokens();
  EXPECT_EQ(sign_in.token({}).reveal(), "access-1");
  EXPECT_FALSE(std::filesystem::exists(home.root())) << "nothing is made before they are kept";
  sign_in.credentials().user_id = "7";
  sign_in.keep({});
  EXPECT_EQ(stored_refresh(), "refresh-1");
  EXPECT_EQ(store.load()->user_id, "7");
}

TEST_F(NewTokensTest, that_are_refused_are_refreshed_once_and_are_on_the_disk_before_use) {
  sign_in_before();
  wire.then(200, {}, kAnswerWithoutScopes);
  NewTokens sign_in = tokens();
  EXPECT_EQ(sign_in.replacement(Secret("access-1"), {}).reveal(), "access-2");
  EXPECT_EQ(wire.requests.at(0).body, "grant_type=refresh_token&refresh_token=refresh-1&client_id=client");
  EXPECT_EQ(stored_refresh(), "refresh-0") << "the sign-in is not complete";
  EXPECT_TRUE(std::filesystem::exists(home.account("twitter") / "auth.json.next"));
  EXPECT_THROW((void)sign_in.replacement(Secret("access-2"), {}), Error);
  sign_in.credentials().user_id = "7";
  sign_in.keep({});
  EXPECT_EQ(stored_refresh(), "refresh-2");
  EXPECT_EQ(store.load()->user_id, "7");
}

TEST_F(NewTokensTest, of_a_process_that_died_before_they_were_kept_are_not_lost) {
  wire.then(200, {}, kAnswerWithoutScopes);
  {
    NewTokens sign_in = tokens();
    (void)sign_in.replacement(Secret("access-1"), {});
    std::filesystem::copy(home.root(), folder.path() / "as it was", std::filesystem::copy_options::recursive);
  }
  const TokenStore after(Home(folder.path() / "as it was"), "twitter");
  (void)after.lock(clock, {});
  ASSERT_TRUE(after.load());
  EXPECT_EQ(after.load()->token.refresh.reveal(), "refresh-2");
}

TEST_F(NewTokensTest, of_a_sign_in_that_failed_leave_those_before_in_place) {
  sign_in_before();
  wire.then(200, {}, kAnswerWithoutScopes);
  { (void)tokens().replacement(Secret("access-1"), {}); }
  EXPECT_FALSE(store.was_interrupted());
  (void)store.lock(clock, {});
  EXPECT_EQ(stored_refresh(), "refresh-0");
}

TEST_F(NewTokensTest, that_cannot_be_refreshed_say_how_to_sign_in) {
  wire.then(400, {}, R"({"error":"invalid_grant","error_description":"refresh-1 was used already"})");
  const Error spent = refusal();
  EXPECT_EQ(spent.kind(), ErrorKind::sign_in);
  EXPECT_THAT(spent.what(), HasSubstr("was used already"));
  EXPECT_EQ(std::string(spent.what()).find("refresh-1"), std::string::npos);
  EXPECT_EQ(spent.hint(), "run \"locker auth twitter\"");

  pasted.client.id.clear();
  EXPECT_THAT(refusal().what(), HasSubstr("--client-id"));
  pasted.token.refresh = Secret();
  EXPECT_EQ(refusal().kind(), ErrorKind::sign_in);
  EXPECT_EQ(refusal().hint(), "run \"locker auth twitter\"");
  EXPECT_EQ(wire.requests.size(), 1u) << "what can only be refused was sent";
}

/// The first sync refreshes them.
TEST_F(NewTokensTest, survive_a_service_in_trouble) {
  wire.then(503);
  NewTokens sign_in = tokens();
  try {
    (void)sign_in.replacement(Secret("access-1"), {});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::network);
  }
  sign_in.keep({});
  EXPECT_EQ(stored_refresh(), "refresh-1");
}

}  // namespace
}  // namespace locker::auth
