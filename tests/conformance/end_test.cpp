// What is left when a sync ends in the middle.
#include <signal.h>

#include <chrono>

#include "tests/conformance/suite.hpp"

namespace locker::conformance {
namespace {

class Ends : public Suite {
 protected:
  /// A sync that is held from its request of that number on and sent a signal. Its exit code.
  int signalled(long number, int signal) {
    loopback::Fault hold;
    hold.kind = "hold";
    hold.after = number;
    hold.times = 0;
    relay->order(hold);
    test::Process process(command({"sync", id()}), environment());
    EXPECT_TRUE(relay->holds()) << number;
    const long before = relay->arrivals();
    process.signal(signal);
    const int code = process.wait(std::chrono::seconds(60)).code;
    // Those that were under way at the time.
    EXPECT_LE(relay->arrivals() - before, facts().requests_at_once - 1) << "after the signal";
    relay->remove_faults();
    return code;
  }
};
LOCKER_OVER_EVERY_CONNECTOR(Ends);

TEST_P(Ends, by_a_kill_at_any_request_leave_no_trace) {
  begin(Size::paged);
  keep_as_beginning();
  sync();
  const std::string whole = dump();
  const long requests = relay->requests();
  ASSERT_GE(requests, 4);
  for_some(requests, [&](long number) {
    back_to_the_beginning();
    ASSERT_EQ(signalled(number, SIGKILL), 128 + SIGKILL) << number;
    sync();
    ASSERT_EQ(dump(), whole) << "killed at request " << number;
  });
}

TEST_P(Ends, by_a_kill_while_changes_are_read_leave_no_trace) {
  begin();
  sync();
  stage->add();
  stage->edit();
  stage->leave();
  keep_as_beginning();
  relay->forget();
  sync();
  const std::string whole = dump();
  for_some(relay->requests(), [&](long number) {
    back_to_the_beginning();
    ASSERT_EQ(signalled(number, SIGKILL), 128 + SIGKILL) << number;
    sync();
    ASSERT_EQ(dump(), whole) << "killed at request " << number;
  });
}

TEST_P(Ends, asked_for_come_within_one_request) {
  begin(Size::paged);
  keep_as_beginning();
  sync();
  const std::string whole = dump();
  for_some(relay->requests(), [&](long number) {
    back_to_the_beginning();
    ASSERT_EQ(signalled(number, SIGINT), kInterrupted) << number;
    sync();
    ASSERT_EQ(dump(), whole) << "interrupted at request " << number;
  });
}

}  // namespace
}  // namespace locker::conformance
