// What a sync makes of a service that wants to be left alone for a while.
#include <algorithm>
#include <chrono>
#include <numeric>

#include "tests/conformance/suite.hpp"

namespace locker::conformance {
namespace {

using ::testing::HasSubstr;

/// Of a time that is told in whole seconds, by a clock that may be another.
constexpr long kSlackMs = 2'000;
/// From being told to waiting.
constexpr long kBeginMs = 500;
/// Long enough for a person to be told.
constexpr int kLong = 10;
/// Requests that meet a limit, shared among the limits of a service.
constexpr long kPoints = 12;

class Limits : public Suite {
 protected:
  using Clock = std::chrono::steady_clock;

  [[nodiscard]] long count() const { return static_cast<long>(stage->limits().size()); }

  /// That limit from now on, met by the `after`-th request with that in its target.
  Limit order(long number, long after, const std::string& match = {}) {
    Limit limit = stage->limits().at(static_cast<std::size_t>(number));
    loopback::Fault refused = fault("status");
    refused.match = match;
    refused.after = after;
    refused.status = limit.refusal.status;
    refused.body = limit.refusal.body;
    refused.headers = limit.refusal.headers;
    relay->order(refused);
    return limit;
  }

  /// A sync that is refused so once, and waits neither less nor more than it was told.
  void expect_waited_out(long number, long after, const Words& arguments, const std::string& whole,
                         const std::string& match = {}) {
    back_to_the_beginning();
    const Limit limit = order(number, after, match);
    const std::string what = limit.name + " in request " + std::to_string(after) + " " + match;
    (void)waits();
    const auto began = Clock::now();
    const Outcome outcome = sync(arguments);
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began).count();
    const auto all = waits();
    const long waited = std::accumulate(all.begin(), all.end(), 0L), told = 1000L * limit.wait_s;
    // A time of the day comes nearer while the program begins.
    EXPECT_GE(waited, told - (limit.is_clock_time ? took + kSlackMs : kBeginMs)) << what;
    EXPECT_LE(waited, told + kSlackMs) << what;
    if (limit.wait_s >= kLong) {
      EXPECT_THAT(outcome.err, HasSubstr("until")) << what;
    }
    relay->remove_faults();
    ASSERT_EQ(dump(), whole) << what;
  }
};
LOCKER_OVER_EVERY_CONNECTOR(Limits);

TEST_P(Limits, are_waited_out_as_told_in_any_request) {
  begin();
  const Whole whole = without_trouble({});
  for (long number = 0; number < count(); ++number)
    for_some(
        whole.requests(), [&](long after) { expect_waited_out(number, after, {}, whole.dump); },
        std::max(1L, kPoints / count()), number);
}

TEST_P(Limits, are_waited_out_as_told_at_any_page) {
  begin(Size::paged);
  const Whole whole = page_by_page();
  for (long number = 0; number < count(); ++number)
    for_some(
        whole.requests(),
        [&](long page) {
          expect_waited_out(number, 0, only_paged(), whole.dump,
                            whole.targets.at(static_cast<std::size_t>(page)));
        },
        1, number);
}

TEST_P(Limits, are_waited_out_as_told_while_it_is_looked_for_what_was_deleted) {
  begin();
  const auto look = begin_with_something_deleted();
  if (!look) GTEST_SKIP() << id() << " never says that something was deleted";
  const Whole whole = without_trouble(*look);
  for (long number = 0; number < count(); ++number)
    for_some(
        whole.requests(), [&](long after) { expect_waited_out(number, after, *look, whole.dump); },
        std::max(1L, kPoints / count() / 2), number);
}

TEST_P(Limits, end_a_sync_that_may_not_wait) {
  begin();
  keep_as_beginning();
  for (long number = 0; number < count(); ++number) {
    back_to_the_beginning();
    const Limit limit = order(number, 1);
    (void)waits();
    EXPECT_THAT(sync({"--no-wait"}, kTemporary).err, HasSubstr("until")) << limit.name;
    EXPECT_TRUE(waits().empty()) << limit.name;
    relay->remove_faults();
  }
}

}  // namespace
}  // namespace locker::conformance
