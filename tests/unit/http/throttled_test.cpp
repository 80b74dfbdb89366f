#include "lib/http/throttled.hpp"

#include <gtest/gtest.h>

#include "tests/unit/support/manual_clock.hpp"
#include "tests/unit/support/scripted_transport.hpp"

namespace locker::http {
namespace {

using std::chrono::seconds;

class Throttled : public ::testing::Test {
 protected:
  Throttled() : waiter(clock, {}, [this](std::string_view, Instant until) { announced.push_back(until); }) {
    throttled = make_throttled(wire, waiter, [](const Response& response) {
      return response.status == 429 && response.body != "capped";
    });
  }
  Headers limits(int remaining, seconds until_reset) const {
    const auto reset = std::chrono::floor<seconds>(clock.time + until_reset).time_since_epoch().count();
    return {{"x-rate-limit-remaining", std::to_string(remaining)},
            {"x-rate-limit-reset", std::to_string(reset)}};
  }
  Response send(const std::string& path) {
    return throttled->send({.url = "https://api.example.com" + path}, stop.get_token());
  }
  test::ScriptedTransport wire;
  test::ManualClock clock;
  Waiter waiter;
  std::vector<Instant> announced;
  std::unique_ptr<Transport> throttled;
  std::stop_source stop;
};

TEST_F(Throttled, waits_before_a_request_that_would_find_the_window_used_up) {
  wire.then(200, limits(0, seconds(600))).then(200);
  const Instant began = clock.time;
  send("/2/users/1/likes");
  EXPECT_EQ(clock.time, began);
  send("/2/users/1/likes?page=2");
  EXPECT_GE(clock.time - began, seconds(600));
  EXPECT_LE(clock.time - began, seconds(602));
  EXPECT_EQ(announced.size(), 1u);
}

TEST_F(Throttled, keeps_a_window_for_each_path_whatever_the_ids) {
  wire.then(200, limits(0, seconds(600))).then(200).then(200);
  const Instant began = clock.time;
  send("/2/lists/17/members");
  send("/2/users/1/likes");
  EXPECT_EQ(clock.time, began);
  send("/2/lists/18/members");
  EXPECT_GE(clock.time - began, seconds(600));
}

TEST_F(Throttled, waits_for_what_was_told_before_without_asking) {
  const auto known = [&](std::string window, std::int64_t remaining, seconds reset, seconds told) {
    return RateLimit{std::move(window), 5000, remaining, clock.time + reset, clock.time + told};
  };
  const auto wait_of = [&](const std::vector<RateLimit>& limits) {
    wire.then(200);
    const Instant began = clock.time;
    throttled = make_throttled(
        wire, waiter, [](const Response&) { return false; }, limits);
    send("/2/users/1/likes");
    return clock.time - began;
  };
  EXPECT_EQ(wait_of({known("api.example.com/2/users/*/likes", 0, seconds(300), seconds(-5))}), seconds(300));
  EXPECT_EQ(wait_of({known("api.example.com/2/users/*/likes", 3, seconds(300), seconds(-5))}), seconds(0));
  EXPECT_EQ(wait_of({known("api.example.com/2/me", 0, seconds(300), seconds(-5))}), seconds(0));
  EXPECT_EQ(wait_of({known("api.example.com/2/users/*/likes", 0, seconds(-1), seconds(-5))}), seconds(0));
  EXPECT_EQ(wait_of({known("api.example.com search", 0, seconds(60), seconds(-9)),
                     known("api.example.com core", 0, seconds(200), seconds(-5))}),
            seconds(200))
      << "the window that was named last";
}

TEST_F(Throttled, does_not_believe_what_a_wrong_clock_noted) {
  wire.then(200);
  const Instant began = clock.time;
  throttled =
      make_throttled(wire, waiter, [](const Response&) { return false; },
                     {{"api.example.com/2/me", {}, 0, clock.time + seconds(900), clock.time + seconds(60)}});
  send("/2/me");
  EXPECT_EQ(clock.time, began);
}

TEST_F(Throttled, waits_out_a_refusal) {
  wire.then(429, limits(0, seconds(300))).then(200);
  const Instant began = clock.time;
  EXPECT_EQ(send("/2/me").status, 200);
  EXPECT_GE(clock.time - began, seconds(300));
}

TEST_F(Throttled, goes_by_the_services_clock) {
  // Our clock is an hour ahead, so the reset seems to be in the past.
  wire.then(429, {{"x-rate-limit-remaining", "0"},
                  {"x-rate-limit-reset", "784111837"},
                  {"Date", "Sun, 06 Nov 1994 08:49:37 GMT"}})
      .then(200);
  const Instant began = clock.time;
  send("/2/me");
  EXPECT_EQ(clock.time - began, seconds(61));
}

TEST_F(Throttled, keeps_one_window_for_all_paths_that_the_service_counts_together) {
  const auto counted = [&](const char* resource, int remaining, seconds until_reset) {
    Headers headers = limits(remaining, until_reset);
    headers.emplace_back("x-ratelimit-resource", resource);
    return headers;
  };
  wire.then(200, counted("core", 9, seconds(600)))
      .then(200, counted("search", 0, seconds(60)))
      .then(200, counted("core", 0, seconds(600)))
      .then(200, counted("core", 9, seconds(600)));
  const Instant began = clock.time;
  send("/user");
  send("/search/issues");
  send("/user/repos");
  EXPECT_EQ(clock.time, began) << "another window was used up";
  send("/repos/a/b/commits");
  EXPECT_GE(clock.time - began, seconds(600));
}

TEST_F(Throttled, waits_as_long_as_another_limit_asks_while_the_window_is_not_used_up) {
  Headers headers = limits(4'000, seconds(3'000));
  headers.emplace_back("Retry-After", "30");
  wire.then(429, headers).then(429, limits(4'000, seconds(3'000))).then(200);
  const Instant began = clock.time;
  EXPECT_EQ(send("/user").status, 200);
  EXPECT_EQ(clock.time - began, seconds(30) + std::chrono::minutes(2));
}

TEST_F(Throttled, waits_a_while_where_nothing_says_how_long) {
  wire.then(429).then(429).then(200);
  const Instant began = clock.time;
  send("/2/me");
  EXPECT_EQ(clock.time - began, std::chrono::minutes(3));
}

TEST_F(Throttled, tells_until_when_it_waits_for_who_asks_next) {
  RateLimits told;
  throttled = make_throttled(
      wire, waiter, [](const Response& response) { return response.status == 403; }, {}, &told);
  wire.then(403, {{"x-ratelimit-resource", "core"}}).then(200);
  const Instant began = clock.time;
  send("/user");
  ASSERT_EQ(told.all().size(), 1u);
  EXPECT_EQ(told.all()[0].window, "api.example.com core");
  EXPECT_EQ(told.all()[0].remaining, 0);
  EXPECT_EQ(told.all()[0].reset, began + std::chrono::minutes(1));
}

TEST_F(Throttled, doubles_what_another_process_waited_unless_that_is_long_ago) {
  const auto is_limit = [](const Response& response) { return response.status == 429; };
  const auto wait_after = [&](seconds since_then) {
    const Instant then = clock.time - since_then - std::chrono::minutes(4);
    const RateLimit refused{"api.example.com/user", {}, 0, then + std::chrono::minutes(4), then};
    throttled = make_throttled(wire, waiter, is_limit, {refused});
    wire.then(429).then(200);
    const Instant began = clock.time;
    send("/user");
    return clock.time - began;
  };
  EXPECT_EQ(wait_after(seconds(0)), std::chrono::minutes(8));
  EXPECT_EQ(wait_after(std::chrono::minutes(59)), std::chrono::minutes(8));
  EXPECT_EQ(wait_after(std::chrono::hours(2)), std::chrono::minutes(1));
}

TEST_F(Throttled, begins_with_a_minute_again_after_an_answer) {
  wire.then(429).then(429).then(200).then(429).then(200);
  const Instant began = clock.time;
  send("/user");
  send("/user");
  EXPECT_EQ(clock.time - began, std::chrono::minutes(1 + 2 + 1));
}

TEST_F(Throttled, heeds_what_was_used_up_before_the_service_named_its_window) {
  const RateLimit own{"api.example.com/user/starred", {}, 0, clock.time + seconds(60), clock.time};
  const RateLimit named{"api.example.com core", 5000, 9, clock.time + seconds(600), clock.time};
  throttled = make_throttled(wire, waiter, [](const Response&) { return false; }, {own, named});
  wire.then(200);
  const Instant began = clock.time;
  send("/user/starred");
  EXPECT_EQ(clock.time - began, seconds(60));
}

TEST_F(Throttled, waits_a_little_elsewhere_and_not_at_all_where_no_wait_is_allowed) {
  const Request elsewhere{.url = "https://files.example/a", .anonymous = true};
  wire.then(429, {{"Retry-After", "30"}}).then(429).then(429);
  const Instant began = clock.time;
  EXPECT_EQ(throttled->send(elsewhere, {}).status, 429);
  EXPECT_EQ(clock.time - began, seconds(30) + std::chrono::minutes(2));

  Waiter hasty(clock, {.no_wait = true}, {});
  throttled = make_throttled(wire, hasty, [](const Response&) { return true; });
  wire.then(429, {{"Retry-After", "30"}}).then(200);
  EXPECT_EQ(throttled->send(elsewhere, {}).status, 429);
  EXPECT_EQ(throttled->send(elsewhere, {}).status, 200) << "the next may be answered";
  EXPECT_FALSE(hasty.has_refused());
}

TEST_F(Throttled, hands_on_a_refusal_that_no_waiting_helps) {
  wire.then(429, limits(10, seconds(300)), "capped");
  const Instant began = clock.time;
  EXPECT_EQ(send("/2/me").status, 429);
  EXPECT_EQ(clock.time, began);
}

TEST_F(Throttled, does_not_wait_for_ever_for_an_absurd_reset) {
  wire.then(429, {{"x-rate-limit-remaining", "0"}, {"x-rate-limit-reset", "99999999999"}}).then(200);
  const Instant began = clock.time;
  send("/2/me");
  EXPECT_LE(clock.time - began, std::chrono::hours(25));
}

TEST_F(Throttled, gives_up_where_waiting_never_helps) {
  for (int i = 0; i < 9; ++i) wire.then(429, limits(0, seconds(1)));
  EXPECT_EQ(send("/2/me").status, 429);
}

TEST(Waiter, counts_all_waits_against_the_bound) {
  test::ManualClock clock;
  Waiter waiter(clock, {.no_wait = false, .most = seconds(90)}, nullptr);
  waiter.wait_until(clock.time + seconds(60), "limit", ErrorKind::rate_limit, {});
  EXPECT_THROW(waiter.wait_until(clock.time + seconds(60), "limit", ErrorKind::rate_limit, {}), Error);
}

TEST(Waiter, that_may_not_wait_says_until_when_in_whole_seconds) {
  test::ManualClock clock;
  clock.time = std::chrono::sys_days{std::chrono::year(2026) / 11 / 26} + std::chrono::milliseconds(1'797);
  Waiter waiter(clock, {.no_wait = true}, nullptr);
  try {
    waiter.wait_until(clock.time + seconds(60), "the limit is used up", ErrorKind::rate_limit, {});
    FAIL() << "it waited";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "the limit is used up: not to be asked until 2026-11-26T00:01:02Z");
  }
}

TEST_F(Throttled, tells_once_what_several_threads_wait_for) {
  const Instant began = clock.time;
  for (const int late : {0, 300, 700}) {
    clock.time = began + std::chrono::milliseconds(late);
    waiter.wait_until(clock.time + seconds(90), "waiting", ErrorKind::rate_limit, {});
  }
  EXPECT_EQ(announced, std::vector{began + seconds(90)});
  waiter.wait_until(clock.time + seconds(90), "waiting", ErrorKind::rate_limit, {});
  EXPECT_EQ(announced.size(), 2u) << "which is another wait";
}

}  // namespace
}  // namespace locker::http
