#include <gtest/gtest.h>
#include <stdlib.h>
#include <time.h>

#include <random>

#include "lib/base/environment.hpp"
#include "lib/base/error.hpp"
#include "lib/base/time.hpp"

/// Times as users type and read them, in time zones with daylight saving time. The zones are spelled out
/// (POSIX.1, "TZ"), so that no time zone database is needed.
namespace locker {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr char kBerlin[] = "CET-1CEST,M3.5.0,M10.5.0/3";
constexpr char kHavana[] = "CST5CDT,M3.2.0/0,M11.1.0/1";        // both changes at midnight
constexpr char kSaoPaulo[] = "<-03>3<-02>,M11.1.0/0,M2.3.0/0";  // summer time begins at midnight
constexpr char kChatham[] = "<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45";
constexpr char kLordHowe[] = "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0";  // a change by half an hour
constexpr const char* kZones[] = {kBerlin, kHavana, kSaoPaulo, kChatham, kLordHowe, "UTC0", "<+14>-14"};

class LocalTime : public ::testing::Test {
 protected:
  ~LocalTime() override {
    before_ ? setenv("TZ", before_->c_str(), 1) : unsetenv("TZ");
    tzset();
  }
  static void live_in(const char* zone) {
    setenv("TZ", zone, 1);
    tzset();
  }
  /// Returns the parsed time in UTC.
  static std::string meant(std::string_view text, std::string_view now = "2026-11-24T17:05:06Z") {
    return format_rfc3339(parse_user_time(text, *parse_rfc3339(now)));
  }
  static std::string shown(std::string_view time, std::string_view now) {
    return format_human(*parse_rfc3339(time), *parse_rfc3339(now));
  }
  static std::string local_day(Instant t) {
    const time_t since_epoch = std::chrono::floor<std::chrono::seconds>(t).time_since_epoch().count();
    tm parts{};
    localtime_r(&since_epoch, &parts);
    char day[16];
    return {day, strftime(day, sizeof day, "%Y-%m-%d", &parts)};
  }

 private:
  const std::optional<std::string> before_ = Environment::of_process().get("TZ");
};

TEST_F(LocalTime, every_form_of_the_manual_is_understood) {
  live_in(kBerlin);
  EXPECT_EQ(meant("2026-01-31T18:30:00Z"), "2026-01-31T18:30:00Z");
  EXPECT_EQ(meant("2026-01-31T18:30:00-05:00"), "2026-01-31T23:30:00Z");
  EXPECT_EQ(meant("2026-01-31"), "2026-01-30T23:00:00Z");
  EXPECT_EQ(meant("2026-07-31"), "2026-07-30T22:00:00Z");
  EXPECT_EQ(meant("2026-01-31 18:30"), "2026-01-31T17:30:00Z");
  EXPECT_EQ(meant("2026-01-31T18:30"), "2026-01-31T17:30:00Z");
  EXPECT_EQ(meant("2026-01-31 18:30:15.250"), "2026-01-31T17:30:15.250Z");
  EXPECT_EQ(meant("7d"), "2026-11-17T17:05:06Z");
  EXPECT_EQ(meant("1w2d"), "2026-11-15T17:05:06Z");
  EXPECT_EQ(meant("90s"), "2026-11-24T17:03:36Z");
  EXPECT_EQ(meant("now"), "2026-11-24T17:05:06Z");
  EXPECT_EQ(meant("today"), "2026-11-23T23:00:00Z");
  EXPECT_EQ(meant("yesterday"), "2026-11-22T23:00:00Z");
}

TEST_F(LocalTime, today_is_the_day_that_the_local_clock_shows) {
  live_in(kBerlin);
  EXPECT_EQ(meant("today", "2026-12-31T22:59:59Z"), "2026-12-30T23:00:00Z");
  EXPECT_EQ(meant("today", "2026-12-31T23:00:00Z"), "2026-12-31T23:00:00Z");
  EXPECT_EQ(meant("yesterday", "2026-12-31T23:00:00Z"), "2026-12-30T23:00:00Z");
  EXPECT_EQ(meant("yesterday", "2024-03-01T12:00:00Z"), "2024-02-28T23:00:00Z");
}

TEST_F(LocalTime, a_day_ago_is_as_many_hours_and_yesterday_is_a_day_of_the_calendar) {
  live_in(kBerlin);
  EXPECT_EQ(meant("1d", "2026-03-29T12:00:00Z"), "2026-03-28T12:00:00Z");
  EXPECT_EQ(meant("yesterday", "2026-03-30T12:00:00Z"), "2026-03-28T23:00:00Z");
  EXPECT_EQ(meant("today", "2026-03-30T12:00:00Z"), "2026-03-29T22:00:00Z");
  EXPECT_EQ(meant("yesterday", "2026-10-26T12:00:00Z"), "2026-10-24T22:00:00Z");
}

TEST_F(LocalTime, far_past_and_future_are_times_like_others) {
  live_in("UTC0");
  EXPECT_EQ(meant("0001-01-01"), "0001-01-01T00:00:00Z");
  EXPECT_EQ(meant("1969-12-31 23:59:59"), "1969-12-31T23:59:59Z") << "one second before 1970 is no failure";
  EXPECT_EQ(meant("1900-03-01 00:00"), "1900-03-01T00:00:00Z");
  EXPECT_EQ(meant("9999-12-31 23:59"), "9999-12-31T23:59:00Z");
  EXPECT_EQ(meant("2038-01-19 03:14:08"), "2038-01-19T03:14:08Z");
}

TEST_F(LocalTime, what_is_no_time_is_a_usage_error_that_names_the_forms) {
  for (const char* text : {"",
                           "tomorrow",
                           "Now",
                           "2026",
                           "2026-01",
                           "2026-1-1",
                           "2026-02-30",
                           "2026-01-31 24:00",
                           "2026-01-31 18",
                           "2026-01-31 18:60",
                           "2026-01-31  18:30",
                           "2026-01-31T",
                           "2026-01-31 ",
                           "18:30",
                           "7",
                           "-7d",
                           "7 d",
                           "31.01.2026",
                           "2026-01-31T18:30:00+1:00",
                           "20260131",
                           "2026-01-31T18:30:00 Z",
                           "99999999999d",
                           "0000-01-01T00:00:00+23:59",
                           "now "}) {
    try {
      ADD_FAILURE() << text << " is read as " << meant(text);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage) << text;
      EXPECT_NE(std::string(error.what()).find('"' + std::string(text) + '"'), std::string::npos) << text;
      for (const char* form : {"7d", "1w2d", "2026-01-31", "2026-01-31 18:30", "now", "yesterday"})
        EXPECT_NE(error.hint().find(form), std::string::npos) << form;
    }
  }
}

TEST_F(LocalTime, a_time_that_the_clocks_show_twice_is_the_first_of_both_whatever_was_read_before) {
  for (const char* before : {"2026-07-01", "2026-01-01", "2026-10-25 00:00", "2026-12-24"}) {
    live_in(kBerlin);
    (void)meant(before);
    EXPECT_EQ(meant("2026-10-25 02:30"), "2026-10-25T00:30:00Z") << before;
    live_in(kHavana);
    (void)meant(before);
    EXPECT_EQ(meant("2026-11-01"), "2026-11-01T04:00:00Z") << before;
    live_in(kLordHowe);
    (void)meant(before);
    EXPECT_EQ(meant("2026-04-05 01:45"), "2026-04-04T14:45:00Z") << before;
  }
}

TEST_F(LocalTime, a_time_that_the_clocks_skip_is_as_far_behind_their_jump_as_it_says) {
  live_in(kBerlin);
  EXPECT_EQ(meant("2026-03-29 01:59"), "2026-03-29T00:59:00Z");
  EXPECT_EQ(meant("2026-03-29 02:00"), "2026-03-29T01:00:00Z");
  EXPECT_EQ(meant("2026-03-29 02:30"), "2026-03-29T01:30:00Z");
  EXPECT_EQ(meant("2026-03-29 03:00"), "2026-03-29T01:00:00Z");
  live_in(kSaoPaulo);
  EXPECT_EQ(meant("2026-11-01"), "2026-11-01T03:00:00Z");
}

TEST_F(LocalTime, today_began_before_now_and_with_the_first_moment_of_its_day_in_every_zone) {
  std::mt19937 random{20261120};
  constexpr int kYears = 3 * 366 * 24 * 4;
  for (const char* zone : kZones) {
    live_in(zone);
    for (int i = 0; i < 5'000; ++i) {
      const Instant now = from_millis(1'767'225'600'000) + minutes(15 * (random() % kYears));
      const Instant today = parse_user_time("today", now);
      ASSERT_LE(today, now) << zone;
      ASSERT_EQ(local_day(today), local_day(now)) << zone << " " << format_rfc3339(now);
      ASSERT_NE(local_day(today - minutes(1)), local_day(now)) << zone << " " << format_rfc3339(now);
      const Instant yesterday = parse_user_time("yesterday", now);
      ASSERT_EQ(local_day(yesterday), local_day(today - minutes(1))) << zone << " " << format_rfc3339(now);
    }
  }
}

TEST_F(LocalTime, is_shown_the_shorter_the_nearer_it_is) {
  live_in(kBerlin);
  constexpr char kNow[] = "2026-11-24T17:05:06Z";  // a Tuesday, 18:05 here
  EXPECT_EQ(shown("2026-11-24T13:05:59Z", kNow), "14:05");
  EXPECT_EQ(shown("2026-11-23T23:00:00Z", kNow), "00:00");
  EXPECT_EQ(shown("2026-11-23T22:59:00Z", kNow), "Mon 23:59");
  EXPECT_EQ(shown("2026-11-18T17:06:00Z", kNow), "Wed 18:06");
  EXPECT_EQ(shown("2026-11-17T13:05:00Z", kNow), "17 Nov 14:05") << "a week ago, that were today's name";
  EXPECT_EQ(shown("2026-06-30T22:30:00Z", kNow), " 1 Jul 00:30");
  EXPECT_EQ(shown("2025-12-31T22:59:00Z", kNow), "2025-12-31");
  EXPECT_EQ(shown("2024-05-01T12:00:00Z", kNow), "2024-05-01");
}

TEST_F(LocalTime, a_day_within_a_week_has_its_name_and_that_is_never_todays) {
  live_in(kBerlin);
  EXPECT_EQ(shown("2026-11-17T23:00:00Z", "2026-11-24T17:05:06Z"), "Wed 00:00");
  EXPECT_EQ(shown("2026-11-17T22:59:00Z", "2026-11-24T17:05:06Z"), "17 Nov 23:59");
  EXPECT_EQ(shown("2026-03-26T22:30:00Z", "2026-04-01T22:10:00Z"), "26 Mar 23:30") << "a day had 23 hours";
}

TEST_F(LocalTime, what_is_to_come_is_shown_with_its_day_unless_that_is_today) {
  live_in(kBerlin);
  constexpr char kNow[] = "2026-11-24T17:05:06Z";
  EXPECT_EQ(shown("2026-11-24T22:59:00Z", kNow), "23:59");
  EXPECT_EQ(shown("2026-11-24T23:01:00Z", kNow), "25 Nov 00:01");
  EXPECT_EQ(shown("2027-01-01T12:00:00Z", kNow), "2027-01-01");
}

TEST_F(LocalTime, the_turn_of_the_year_does_not_hide_the_last_days) {
  live_in(kBerlin);
  EXPECT_EQ(shown("2026-12-30T12:00:00Z", "2027-01-02T12:00:00Z"), "Wed 13:00");
  EXPECT_EQ(shown("2026-12-24T12:00:00Z", "2027-01-02T12:00:00Z"), "2026-12-24");
}

}  // namespace
}  // namespace locker
