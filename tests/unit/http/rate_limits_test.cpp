#include "lib/http/rate_limits.hpp"

#include <gtest/gtest.h>

#include "tests/unit/support/scripted_transport.hpp"

namespace locker::http {
namespace {

using std::chrono::seconds;

const Instant kNow = from_millis(1'700'000'000'000);

Response answer(Headers headers, int status = 200) { return {status, std::move(headers), {}}; }

TEST(RateLimits, are_read_in_both_spellings) {
  for (const std::string prefix : {"x-rate-limit-", "X-RateLimit-"}) {
    const auto told = reported_limit(
        answer({{prefix + "limit", "900"}, {prefix + "remaining", "17"}, {prefix + "reset", "1700000060"}}),
        kNow);
    ASSERT_TRUE(told) << prefix;
    EXPECT_EQ(told->limit, 900);
    EXPECT_EQ(told->remaining, 17);
    EXPECT_EQ(told->reset, kNow + seconds(61)) << "a second later, as no two clocks agree";
    EXPECT_EQ(told->reported_at, kNow);
  }
}

TEST(RateLimits, go_by_the_services_clock_where_it_tells_it) {
  const auto told = reported_limit(answer({{"x-rate-limit-remaining", "0"},
                                           {"x-rate-limit-reset", "1600000060"},
                                           {"Date", "Sun, 13 Sep 2020 12:26:40 GMT"}}),
                                   kNow);
  ASSERT_TRUE(told);
  EXPECT_EQ(told->reset, kNow + seconds(61));
}

TEST(RateLimits, are_nothing_where_only_half_of_it_is_told) {
  EXPECT_FALSE(reported_limit(answer({}), kNow));
  EXPECT_FALSE(reported_limit(answer({{"x-rate-limit-remaining", "3"}}), kNow));
  EXPECT_FALSE(reported_limit(answer({{"x-rate-limit-reset", "1700000060"}}), kNow));
  EXPECT_FALSE(reported_limit(answer({{"x-rate-limit-remaining", "x"}, {"x-rate-limit-reset", "-5"}}), kNow));
}

TEST(RateLimits, are_noted_by_window_the_newest_of_each) {
  test::ScriptedTransport wire;
  wire.then(answer({{"x-rate-limit-remaining", "2"}, {"x-rate-limit-reset", "1700000060"}}))
      .then(answer({{"x-rate-limit-remaining", "1"}, {"x-rate-limit-reset", "1700000060"}}))
      .then(answer({}))
      .then(answer({{"Retry-After", "30"}}, 429));
  RateLimits limits;
  const auto noting = make_limit_noting(wire, limits, [] { return kNow; });
  for (const char* url : {"https://api.x.com/2/users/12/tweets", "https://api.x.com/2/users/13/tweets?max=5",
                          "https://api.x.com/2/users/12/likes", "https://api.x.com/2/lists/9/members"})
    (void)noting->send({.url = url}, {});
  ASSERT_EQ(limits.all().size(), 2u);
  EXPECT_EQ(limits.all()[0].window, "api.x.com/2/users/*/tweets");
  EXPECT_EQ(limits.all()[0].remaining, 1);
  EXPECT_EQ(limits.all()[1].window, "api.x.com/2/lists/*/members");
  EXPECT_EQ(limits.all()[1].remaining, 0);
  EXPECT_EQ(limits.all()[1].reset, kNow + seconds(30));
}

TEST(RateLimits, stay_used_up_until_the_window_begins_anew_whatever_answers_come_late) {
  RateLimits limits;
  limits.note({"w", 60, 0, kNow + seconds(30), kNow});
  limits.note({"w", 60, 1, kNow + seconds(30), kNow + seconds(1)});
  EXPECT_EQ(limits.all().front().remaining, 0);
  limits.note({"w", 60, 59, kNow + seconds(90), kNow + seconds(30)});
  EXPECT_EQ(limits.all().front().remaining, 59);
}

TEST(RateLimits, are_noted_where_a_window_is_not_used_up_and_the_service_wants_a_pause) {
  test::ScriptedTransport wire;
  wire.then(answer({{"x-ratelimit-remaining", "4000"},
                    {"x-ratelimit-reset", "1700003600"},
                    {"x-ratelimit-resource", "core"},
                    {"Retry-After", "75"}},
                   403));
  RateLimits limits;
  (void)make_limit_noting(wire, limits, [] { return kNow; })->send({.url = "https://api.example/user"}, {});
  ASSERT_EQ(limits.all().size(), 1u);
  EXPECT_EQ(limits.all()[0].window, "api.example core");
  EXPECT_EQ(limits.all()[0].remaining, 0);
  EXPECT_EQ(limits.all()[0].reset, kNow + seconds(75));
}

}  // namespace
}  // namespace locker::http
