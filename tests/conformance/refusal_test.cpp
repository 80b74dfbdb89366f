// Refused requests: the next sync, in which the service works again, makes up for them.
#include <algorithm>
#include <array>

#include "tests/conformance/made_up_for.hpp"
#include "tests/conformance/suite.hpp"

namespace locker::conformance {
namespace {

using ::testing::AnyOf;
using ::testing::IsEmpty;

constexpr int kPaymentRequired = 402;
/// Requests that are refused by each status.
constexpr long kRefusalsOfEachStatus = 4;

struct Refused {
  int status = 0;
  bool is_retried = false;  ///< the client retries it, so the fault must last
};
constexpr std::array kRefusals{Refused{402}, Refused{404}, Refused{409},       Refused{410},
                               Refused{422}, Refused{451}, Refused{500, true}, Refused{202, true}};

class Refusals : public Suite {
 protected:
  static loopback::Fault refused(int status) {
    loopback::Fault made = fault("status");
    made.status = status;
    return made;
  }

  /// Runs one sync with that refusal, then one without, after which the archive must be complete.
  void expect_made_up_for(const loopback::Fault& refusal, const Words& arguments, const std::string& whole,
                          const std::string& what) {
    back_to_the_beginning();
    relay->order(refusal);
    Words words{"sync", id()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    const Outcome outcome = locker(words);
    EXPECT_THAT(outcome.code, AnyOf(kDone, kPartly, kTemporary, kBudgetReached)) << what << outcome.err;
    if (refusal.status == kPaymentRequired) {
      EXPECT_EQ(outcome.code, kBudgetReached) << what << outcome.err;
    }
    relay->remove_faults();
    // Later than the waits of the first one, which took no time.
    const Outcome next = locker(words, {{"LOCKER_CLOCK_AHEAD", "600"}});
    EXPECT_EQ(next.code, kDone) << what << next.err;
    ASSERT_THAT(lacks(dump(), whole), IsEmpty()) << what << ": " << outcome.err;
  }
};
LOCKER_OVER_EVERY_CONNECTOR(Refusals);

TEST_P(Refusals, of_any_request_are_made_up_for_by_the_next_sync) {
  begin();
  const Whole whole = without_trouble({});
  long turn = 0;
  for (const auto& [status, is_retried] : kRefusals)
    for_some(
        whole.requests(),
        [&](long number) {
          loopback::Fault one = refused(status);
          if (is_retried) {
            one.match = whole.targets.at(static_cast<std::size_t>(number));
            one.times = 0;
          } else {
            one.after = number;
          }
          expect_made_up_for(one, {}, whole.dump,
                             std::to_string(status) + " in request " + std::to_string(number));
        },
        kRefusalsOfEachStatus, turn++);
}

TEST_P(Refusals, of_any_page_are_made_up_for_by_the_next_sync) {
  begin(Size::paged);
  const Whole whole = page_by_page();
  long turn = 0;
  for (const auto& [status, is_retried] : kRefusals)
    for_some(
        whole.requests(),
        [&](long page) {
          loopback::Fault one = refused(status);
          one.match = whole.targets.at(static_cast<std::size_t>(page));
          one.times = is_retried ? 0 : 1;
          expect_made_up_for(one, only_paged(), whole.dump,
                             std::to_string(status) + " at page " + std::to_string(page));
        },
        2, turn++);
}

TEST_P(Refusals, for_want_of_payment_end_a_sync_at_once) {
  begin();
  const Whole whole = without_trouble({});
  for_some(whole.requests(), [&](long number) {
    back_to_the_beginning();
    loopback::Fault unpaid = refused(kPaymentRequired);
    unpaid.after = number;
    unpaid.times = 0;
    relay->order(unpaid);
    relay->forget();
    sync({}, kBudgetReached);
    const auto passed = relay->passed();
    // Requests that were prefetched or queued at the time.
    EXPECT_LE(std::ranges::count(passed, kPaymentRequired, &Passed::status), 2 * facts().requests_at_once)
        << number;
    relay->remove_faults();
  });
}

TEST_P(Refusals, of_everything_are_no_success) {
  begin();
  for (const int status : {404, 409, 410, 422, 451}) {
    loopback::Fault all = refused(status);
    all.times = 0;
    relay->order(all);
    EXPECT_THAT(sync({}, kPartly).err, ::testing::HasSubstr(id())) << status;
    relay->remove_faults();
  }
  sync();
  for (const auto& stream : facts().streams)
    if (stream.on_by_default) expect_all_of(stream.name);
}

}  // namespace
}  // namespace locker::conformance
