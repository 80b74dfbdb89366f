#include "lib/http/retrying.hpp"

#include <gtest/gtest.h>

#include "lib/http/date.hpp"
#include "tests/unit/support/manual_clock.hpp"
#include "tests/unit/support/scripted_transport.hpp"

namespace locker::http {
namespace {

class Retrying : public ::testing::Test {
 protected:
  Response send(WaitPolicy policy = {}) {
    Waiter waiter(clock, policy, nullptr);
    return make_retrying(wire, waiter)->send({.url = "https://api.example.com/2/me"}, stop.get_token());
  }
  test::ScriptedTransport wire;
  test::ManualClock clock;
  std::stop_source stop;
};

TEST_F(Retrying, sends_again_after_trouble_of_the_service_or_the_line) {
  wire.then(503).breaks().then(502).then(200);
  EXPECT_EQ(send().status, 200);
}

TEST_F(Retrying, comes_again_where_the_answer_is_not_ready_yet) {
  wire.then(202).then(202).then(200);
  EXPECT_EQ(send().status, 200);
}

TEST_F(Retrying, gives_up_after_more_than_five_times_with_the_last_answer) {
  for (int i = 0; i < 7; ++i) wire.then(503);
  EXPECT_EQ(send().status, 503);
}

TEST_F(Retrying, gives_up_with_the_last_error) {
  for (int i = 0; i < 7; ++i) wire.breaks();
  EXPECT_THROW(send(), Error);
}

TEST_F(Retrying, waits_longer_each_time_and_less_than_a_minute) {
  for (int i = 0; i < 6; ++i) wire.breaks();
  wire.then(200);
  const Instant began = clock.time;
  send();
  EXPECT_GT(clock.time - began, std::chrono::seconds(10));
  EXPECT_LT(clock.time - began, std::chrono::minutes(2));
}

TEST_F(Retrying, does_not_come_before_it_is_asked_to) {
  wire.then(503, {{"Retry-After", "120"}}).then(200);
  const Instant began = clock.time;
  send();
  EXPECT_GE(clock.time - began, std::chrono::seconds(120));
}

TEST_F(Retrying, asks_once_more_for_what_was_cut_short_unnoticed) {
  wire.then(200, {}, R"({"data":[{"id":"1"})").then(200, {}, R"({"data":[{"id":"1"}]})");
  EXPECT_EQ(send().body, R"({"data":[{"id":"1"}]})");
  wire.then(200, {}, "[{").then(200, {}, " [{ ");
  EXPECT_EQ(send().body, " [{ ") << "for whoever reads it to say what is wrong";
  for (const char* whole : {"", " [] \n", "{}", "plain text", R"({"a":"}\"{"})", R"({"a":tru})"}) {
    wire.then(200, {}, whole);
    EXPECT_EQ(send().body, whole);
  }
}

TEST_F(Retrying, leaves_other_answers_alone) {
  wire.then(404);
  EXPECT_EQ(send().status, 404);
  wire.then(501);
  EXPECT_EQ(send().status, 501);
}

TEST_F(Retrying, does_not_wait_where_it_may_not) {
  wire.then(503);
  try {
    send({.no_wait = true, .most = std::nullopt});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::network);
    EXPECT_NE(error.hint().find("--no-wait"), std::string::npos);
  }
}

TEST_F(Retrying, names_a_wait_that_it_may_not_by_what_it_was_for) {
  const auto kind_of = [&](RetryPolicy policy) {
    Waiter waiter(clock, {.most = std::chrono::milliseconds(1)}, nullptr);
    EXPECT_FALSE(waiter.has_refused());
    try {
      make_retrying(wire, waiter, policy)->send({.url = "https://api.example.com/2/me"}, stop.get_token());
    } catch (const Error& error) {
      EXPECT_TRUE(waiter.has_refused());
      return error.kind();
    }
    return ErrorKind::internal;
  };
  wire.breaks();
  EXPECT_EQ(kind_of({}), ErrorKind::network);
  wire.then(502);
  EXPECT_EQ(kind_of({}), ErrorKind::network);
  wire.then(429);
  EXPECT_EQ(kind_of({.unprocessed_only = true}), ErrorKind::rate_limit);
}

TEST_F(Retrying, tells_of_the_waits_that_are_noticed) {
  const auto told = [&](std::chrono::milliseconds noticeable) {
    int waits = 0;
    Waiter waiter(clock, {.noticeable = noticeable}, [&](std::string_view, Instant) { ++waits; });
    wire.then(503, {{"Retry-After", "3"}}).then(503, {{"Retry-After", "4"}}).then(200);
    make_retrying(wire, waiter)->send({.url = "https://api.example.com/2/me"}, stop.get_token());
    return waits;
  };
  EXPECT_EQ(told(std::chrono::seconds(1)), 2);
  EXPECT_EQ(told(std::chrono::seconds(10)), 0);
}

TEST_F(Retrying, stops_while_it_waits) {
  wire.then(503);
  stop.request_stop();
  try {
    send();
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::interrupted);
  }
}

TEST(Date, reads_the_preferred_form) {
  EXPECT_EQ(parse_date("Sun, 06 Nov 1994 08:49:37 GMT"), from_millis(784111777000));
  for (const char* wrong :
       {"", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 31 Feb 1994 08:49:37 GMT", "06 Nov 1994 08:49:37"})
    EXPECT_FALSE(parse_date(wrong)) << wrong;
}

TEST(Date, of_retry_after_counts_from_the_servers_own) {
  const Response response{
      503, {{"retry-after", "Sun, 06 Nov 1994 08:50:07 GMT"}, {"date", "Sun, 06 Nov 1994 08:49:37 GMT"}}, {}};
  EXPECT_EQ(retry_after(response, from_millis(0)), std::chrono::seconds(30));
  for (const char* none : {"soon", "", "-5", "1.5", "-99999999999999999999"})
    EXPECT_FALSE(retry_after({503, {{"Retry-After", none}}, {}}, from_millis(0))) << none;
}

TEST(Date, a_wait_without_end_is_a_long_one) {
  for (const char* asked : {"9999999999", "99999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"})
    EXPECT_EQ(retry_after({503, {{"Retry-After", asked}}, {}}, from_millis(0)), std::chrono::hours(24 * 3650))
        << asked;
}

}  // namespace
}  // namespace locker::http
