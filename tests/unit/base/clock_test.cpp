#include "lib/base/clock.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <thread>

#include "lib/base/stop.hpp"

namespace locker {
namespace {

const std::unique_ptr<Clock> kClock = make_system_clock();

/// Returns the result of waiting if a stop is requested right after the wait began.
bool reached_before_stop(Instant deadline) {
  bool reached = false;
  std::latch began(1);
  std::jthread waiting([&](const std::stop_token& stop) {
    began.count_down();
    reached = kClock->wait_until(deadline, stop);
  });
  began.wait();
  waiting.request_stop();
  waiting.join();
  return reached;
}

TEST(SystemClock, a_deadline_that_is_past_is_reached_at_once) {
  for (const auto deadline : {Instant(), kClock->now(), from_millis(-62'167'219'200'000)})
    EXPECT_TRUE(kClock->wait_until(deadline, {})) << to_millis(deadline);
}

TEST(SystemClock, a_deadline_is_reached_not_before_its_time) {
  const Instant deadline = kClock->now() + std::chrono::milliseconds(15);
  EXPECT_TRUE(kClock->wait_until(deadline, {}));
  EXPECT_GE(kClock->now(), deadline);
}

TEST(SystemClock, a_stop_that_was_asked_for_ends_every_wait) {
  std::stop_source source;
  source.request_stop();
  EXPECT_FALSE(kClock->wait_until(kClock->now() + std::chrono::hours(1), source.get_token()));
}

/// A service may name any time.
TEST(SystemClock, a_deadline_in_thousands_of_years_is_not_reached) {
  constexpr int kOften = 200;
  for (const auto deadline : {*parse_rfc3339("2300-01-01T00:00:00Z"), *parse_rfc3339("9999-12-31T23:59:59Z"),
                              Instant::max(), kClock->now() + std::chrono::hours(1)})
    for (int i = 0; i < kOften; ++i) ASSERT_FALSE(reached_before_stop(deadline)) << to_millis(deadline);
}

TEST(WaitForStop, returns_when_a_stop_is_asked_for_and_not_before) {
  std::atomic<bool> asked = false, was_asked = false;
  std::jthread waiting([&](const std::stop_token& stop) {
    wait_for_stop(stop);
    was_asked = asked.load();
  });
  asked = true;
  waiting.request_stop();
  waiting.join();
  EXPECT_TRUE(was_asked);
}

}  // namespace
}  // namespace locker
