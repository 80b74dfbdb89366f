// What a sync makes of a service and a network in trouble.
#include "tests/conformance/suite.hpp"

namespace locker::conformance {
namespace {

using ::testing::Each;
using ::testing::Ge;
using ::testing::HasSubstr;

constexpr int kUnavailable = 503;
constexpr long kToldSeconds = 40;
/// How many streams in a row may fail before the sync ends, and the most retries of each request.
constexpr std::size_t kStreamsTried = 3, kRetries = 8;
/// Most bytes of the line about a failure: a few lines of a terminal, not a list of all streams.
constexpr std::size_t kLine = 400;

/// Troubles that pass: each kind in requests of its own, as far as there are enough.
enum Turn : long { kStatus, kTold, kReset, kLost, kCut, kStall };

loopback::Fault unavailable() {
  loopback::Fault made = fault("status");
  made.status = kUnavailable;
  made.headers = {{"Retry-After", std::to_string(kToldSeconds)}};
  return made;
}

class Trouble : public Suite {
 protected:
  /// One fault in any of the requests changes nothing.
  void expect_no_loss(const loopback::Fault& kind, Turn turn, const Variables& further = {},
                      long share = kShare) {
    const Whole whole = without_trouble({});
    const auto attempt = [&](long number) {
      back_to_the_beginning();
      loopback::Fault one = kind;
      one.after = number;
      relay->order(one);
      (void)waits();
      const Outcome outcome = locker({"sync", id()}, further);
      EXPECT_EQ(outcome.code, kDone) << outcome.err << outcome.out;
      // Where time is made to run, a slow answer may be taken for one that stalls.
      if (further.empty()) {
        EXPECT_LE(waits().size(), 1u) << "one fault, one wait at most";
      }
      relay->remove_faults();
      ASSERT_EQ(dump(), whole.dump) << kind.kind << " in request " << number << ": " << outcome.err;
    };
    for_some(whole.requests(), attempt, share, turn);
  }

  /// One in each of the requests of one sync, at their first attempt, changes nothing either.
  void expect_no_loss_in_each(const Words& arguments) {
    const Whole whole = without_trouble(arguments);
    for (const auto& kind : {fault("status"), unavailable(), fault("reset"), fault("lost"), fault("cut")}) {
      back_to_the_beginning();
      relay->order_once_in_each(kind);
      const Outcome outcome = sync(arguments);
      relay->remove_faults();
      EXPECT_EQ(dump(), whole.dump) << kind.kind << ": " << outcome.err;
    }
  }
};
LOCKER_OVER_EVERY_CONNECTOR(Trouble);

TEST_P(Trouble, of_the_service_in_any_request_is_waited_out) {
  begin();
  expect_no_loss(fault("status"), kStatus);
  expect_no_loss(unavailable(), kTold);
}

TEST_P(Trouble, of_a_connection_that_is_reset_in_any_request_is_waited_out) {
  begin();
  expect_no_loss(fault("reset"), kReset);
  expect_no_loss(fault("lost"), kLost);
}

TEST_P(Trouble, of_an_answer_that_is_cut_in_any_request_is_waited_out) {
  begin();
  expect_no_loss(fault("cut"), kCut);
}

TEST_P(Trouble, of_an_answer_that_stalls_in_any_request_is_waited_out) {
  begin();
  constexpr long kFew = 4;  // each takes a real second, a sixtieth of what is waited for
  expect_no_loss(fault("stall"), kStall, {{"LOCKER_HASTE", "60"}}, kFew);
}

TEST_P(Trouble, in_each_request_of_a_first_sync_is_waited_out) {
  begin();
  expect_no_loss_in_each(all_streams());
}

TEST_P(Trouble, in_each_request_about_what_was_deleted_is_waited_out) {
  begin();
  const auto look = begin_with_something_deleted();
  if (!look) GTEST_SKIP() << id() << " never says that something was deleted";
  expect_no_loss_in_each(*look);
}

TEST_P(Trouble, of_the_service_is_waited_out_for_as_long_as_it_says) {
  begin();
  relay->order(unavailable());
  (void)waits();
  sync();
  const auto waited = waits();
  ASSERT_EQ(waited.size(), 1u);
  EXPECT_GE(waited.front(), 1000 * kToldSeconds - 500);
  EXPECT_LE(waited.front(), 1000 * kToldSeconds + 1000);
}

TEST_P(Trouble, of_all_requests_ends_a_sync_soon_and_in_one_short_line) {
  begin();
  sync();
  for (const char* kind : {"status", "reset"}) {
    loopback::Fault trouble = fault(kind);
    trouble.times = 0;
    relay->order(trouble);
    (void)waits();
    const Words lines = lines_of(sync({}, kTemporary).err);
    ASSERT_FALSE(lines.empty());
    EXPECT_LE(lines.back().size(), kLine) << lines.back();
    EXPECT_LE(waits().size(), kStreamsTried * kRetries * facts().requests_at_once) << kind;
    relay->remove_faults();
  }
}

TEST_P(Trouble, that_does_not_end_is_given_up_after_several_attempts) {
  begin();
  loopback::Fault trouble = fault("status");
  trouble.times = 0;
  relay->order(trouble);
  (void)waits();
  Words lines = lines_of(sync({}, kTemporary).err);
  ASSERT_FALSE(lines.empty());
  EXPECT_THAT(lines.back(), HasSubstr(id()));
  lines.pop_back();
  EXPECT_THAT(lines, Each(HasSubstr("waiting until"))) << "one line a wait, and one for the failure";
  EXPECT_THAT(waits().size(), Ge(5u));
}

}  // namespace
}  // namespace locker::conformance
