// What a sync makes of a token that is not taken any more.
#include "tests/conformance/suite.hpp"

namespace locker::conformance {
namespace {

using ::testing::HasSubstr;

constexpr int kUnauthorized = 401;

class Tokens : public Suite {
 protected:
  [[nodiscard]] bool can_refresh() const { return !stage->refresh_target().empty(); }
  [[nodiscard]] long refreshes() const { return can_refresh() ? passed_with(stage->refresh_target()) : 0; }

  /// A sync that ends with the word that one has to sign in again, and does not ask again and again.
  void expect_to_be_asked_to_sign_in(const Words& arguments, long most_refreshes) {
    relay->forget();
    (void)waits();
    const Outcome outcome = sync(arguments, kSignInNeeded);
    EXPECT_THAT(outcome.err, HasSubstr("locker auth " + id()));
    EXPECT_EQ(lines_of(outcome.err).size(), 1u) << outcome.err;
    EXPECT_LE(refreshes(), most_refreshes);
    EXPECT_TRUE(waits().empty());
  }

  [[nodiscard]] static loopback::Fault refused() {
    loopback::Fault made = fault("status");
    made.status = kUnauthorized;
    made.body = R"({"message":"who are you?","title":"Unauthorized","status":401})";
    return made;
  }
};
LOCKER_OVER_EVERY_CONNECTOR(Tokens);

TEST_P(Tokens, that_have_ended_are_replaced_once_or_asked_for) {
  begin();
  const Whole whole = without_trouble({});
  stage->expire_tokens();
  if (!can_refresh()) return expect_to_be_asked_to_sign_in({}, 0);
  relay->forget();
  sync();
  EXPECT_EQ(refreshes(), 1);
  EXPECT_EQ(dump(), whole.dump);
  sync({"--full"});
  EXPECT_EQ(refreshes(), 1) << "the other one is kept";
}

TEST_P(Tokens, that_are_refused_in_any_request_are_replaced_once_or_asked_for) {
  begin();
  const Whole whole = without_trouble({});
  for_some(whole.requests(), [&](long number) {
    back_to_the_beginning();
    ASSERT_EQ(sign_in().code, kDone);  // the token that comes back may have been replaced
    loopback::Fault once = refused();
    once.after = number;
    relay->forget();
    relay->order(once);
    if (can_refresh()) {
      sync();
      EXPECT_EQ(refreshes(), 1) << number;
    } else {
      // What is sent ahead goes on until the refused answer has its turn.
      const long most = number + 4L * facts().requests_at_once;
      expect_to_be_asked_to_sign_in({}, 0);
      EXPECT_LE(relay->requests(), most) << number;
      sync();  // the service has come to its senses
    }
    relay->remove_faults();
    ASSERT_EQ(dump(), whole.dump) << "refused in request " << number;
  });
}

TEST_P(Tokens, that_were_replaced_and_are_refused_again_are_asked_for) {
  begin();
  loopback::Fault always = refused();
  always.match = stage->paged_target();
  always.times = 0;
  relay->order(always);
  expect_to_be_asked_to_sign_in(only_paged(), 1);
  EXPECT_EQ(refreshes(), can_refresh() ? 1 : 0);
  EXPECT_LE(passed_with(stage->paged_target()), 1 + refreshes() + facts().requests_at_once);
}

TEST_P(Tokens, for_which_there_is_no_other_are_asked_for) {
  begin();
  stage->revoke_consent();
  expect_to_be_asked_to_sign_in({}, 1);
  EXPECT_LE(relay->requests(), 2 + facts().requests_at_once)
      << "what is refused is not asked again and again";
}

}  // namespace
}  // namespace locker::conformance
