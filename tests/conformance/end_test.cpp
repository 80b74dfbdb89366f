// What is left when a sync ends in the middle.
#include <signal.h>

#include <chrono>

#include "tests/conformance/suite.hpp"

namespace locker::conformance {
namespace {

class Ends : public Suite {
 protected:
  [[nodiscard]] Variables with_killer(const char* name, const std::string& value) const {
    return {{"LD_PRELOAD", environment().at("LD_PRELOAD") + ":" + LOCKER_KILLER}, {name, value}};
  }
  [[nodiscard]] Variables dying_at(long write) const {
    return with_killer("LOCKER_KILL_AT", std::to_string(write + 1));
  }
  /// How often a sync reaches the disk: each is a point at which it may end, pages being there or not.
  [[nodiscard]] long count_writes() const {
    back_to_the_beginning();
    const auto count = folder.path() / "count";
    EXPECT_EQ(locker({"sync", id()}, with_killer("LOCKER_KILL_COUNT", count.string())).code, kDone);
    return std::stol(text_of(count));
  }
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

TEST_P(Ends, by_a_kill_are_made_up_for_though_the_service_is_at_another_place_then) {
  begin(Size::paged);
  keep_as_beginning();
  sync();
  const long requests = relay->requests();
  constexpr long kFew = 4;
  for_some(
      requests,
      [&](long number) {
        back_to_the_beginning();
        ASSERT_EQ(signalled(number, SIGKILL), 128 + SIGKILL) << number;
        relay = std::make_unique<Relay>(stage->base());
        sync();
        for (const auto& stream : facts().streams)
          if (stream.on_by_default) expect_all_of(stream.name);
      },
      kFew);
}

TEST_P(Ends, by_a_kill_at_any_write_leave_no_trace) {
  begin(Size::paged);
  const Whole whole = without_trouble({});
  const long writes = count_writes();
  ASSERT_GE(writes, whole.requests()) << "each page is written down";
  for_some(writes, [&](long number) {
    back_to_the_beginning();
    const Outcome killed = locker({"sync", id()}, dying_at(number));
    ASSERT_EQ(killed.code, 128 + SIGKILL) << number << ": " << killed.err;
    sync();
    ASSERT_EQ(dump(), whole.dump) << "killed at write " << number;
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

TEST_P(Ends, asked_for_amid_a_long_wait_come_at_once) {
  begin();
  const Limit limit = stage->limits().front();
  loopback::Fault refused = fault("status");
  refused.status = limit.refusal.status;
  refused.body = limit.refusal.body;
  refused.headers = limit.refusal.headers;
  refused.times = 0;
  relay->order(refused);
  Variables variables = environment();
  variables.erase("LD_PRELOAD");  // this wait takes its time
  test::Process process(command({"sync", id()}), variables);
  ASSERT_TRUE(process.wait_for_output("until"));
  const long before = relay->arrivals();
  process.signal(SIGINT);
  EXPECT_EQ(process.wait(std::chrono::seconds(30)).code, kInterrupted);
  EXPECT_LE(relay->arrivals() - before, facts().requests_at_once - 1);
}

}  // namespace
}  // namespace locker::conformance
