#include "lib/base/time.hpp"

#include <gtest/gtest.h>

#include <random>

#include "lib/base/error.hpp"

namespace locker {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::int64_t kFirst = -62'167'219'200'000;  // 0000-01-01T00:00:00Z
constexpr std::int64_t kLast = 253'402'300'799'999;   // 9999-12-31T23:59:59.999Z

std::int64_t millis(std::string_view text) {
  const auto time = parse_rfc3339(text);
  EXPECT_TRUE(time) << text;
  return time ? to_millis(*time) : kFirst - 1;
}

TEST(Rfc3339, is_read_with_any_offset_and_fraction) {
  EXPECT_EQ(millis("1970-01-01T00:00:00Z"), 0);
  EXPECT_EQ(millis("2026-11-20T18:04:05Z"), 1'795'197'845'000);
  EXPECT_EQ(millis("2026-11-20T19:04:05+01:00"), 1'795'197'845'000);
  EXPECT_EQ(millis("2026-11-20T06:34:05-11:30"), 1'795'197'845'000);
  EXPECT_EQ(millis("2026-11-20t18:04:05z"), 1'795'197'845'000);
  EXPECT_EQ(millis("2026-11-20 18:04:05Z"), 1'795'197'845'000);
  EXPECT_EQ(millis("2026-11-20T18:04:05-00:00"), 1'795'197'845'000);
  EXPECT_EQ(millis("2026-11-20T18:04:05.1Z"), 1'795'197'845'100);
  EXPECT_EQ(millis("2026-11-20T18:04:05.02Z"), 1'795'197'845'020);
  EXPECT_EQ(millis("2026-11-20T18:04:05.12399999999999999999999Z"), 1'795'197'845'123);
  EXPECT_EQ(millis("1969-12-31T23:59:59.999Z"), -1);
}

TEST(Rfc3339, a_leap_second_counts_into_the_next_minute) {
  EXPECT_EQ(millis("2016-12-31T23:59:60Z"), millis("2017-01-01T00:00:00Z"));
  EXPECT_EQ(parse_rfc3339("2016-12-31T23:59:61Z"), std::nullopt);
}

TEST(Rfc3339, days_that_no_month_has_are_no_times) {
  EXPECT_TRUE(parse_rfc3339("2024-02-29T00:00:00Z"));
  EXPECT_TRUE(parse_rfc3339("2000-02-29T00:00:00Z"));
  for (const char* day :
       {"2026-02-29", "1900-02-29", "2026-04-31", "2026-00-10", "2026-13-10", "2026-01-00", "2026-01-32"})
    EXPECT_EQ(parse_rfc3339(std::string(day) + "T00:00:00Z"), std::nullopt) << day;
}

TEST(Rfc3339, what_is_spelled_otherwise_is_none) {
  for (const std::string_view text : {std::string_view(""),
                                      std::string_view("2026-11-20"),
                                      std::string_view("2026-11-20T18:04:05"),
                                      std::string_view("2026-11-20T18:04Z"),
                                      std::string_view("2026-11-20T24:00:00Z"),
                                      std::string_view("2026-11-20T18:60:00Z"),
                                      std::string_view("2026-11-20T18:04:05.Z"),
                                      std::string_view("2026-11-20T18:04:05,5Z"),
                                      std::string_view("2026-11-20T18:04:05+0100"),
                                      std::string_view("2026-11-20T18:04:05+01"),
                                      std::string_view("2026-11-20T18:04:05+24:00"),
                                      std::string_view("2026-11-20T18:04:05+01:60"),
                                      std::string_view("2026-11-20T18:04:05ZZ"),
                                      std::string_view("2026-11-20T18:04:05Z\n"),
                                      std::string_view(" 2026-11-20T18:04:05Z"),
                                      std::string_view("2026-11-20T18:04:05Z\0", 21),
                                      std::string_view("-026-11-20T18:04:05Z"),
                                      std::string_view("+2026-11-20T18:04:05Z"),
                                      std::string_view("12026-11-20T18:04:05Z"),
                                      std::string_view("2026-11-20T-8:04:05Z"),
                                      std::string_view("2026/11/20T18:04:05Z")})
    EXPECT_EQ(parse_rfc3339(text), std::nullopt) << text;
}

TEST(Rfc3339, no_letter_of_one_can_be_missing_or_another) {
  const std::string whole = "2026-11-20T18:04:05+01:00";
  ASSERT_TRUE(parse_rfc3339(whole));
  for (std::size_t at = 0; at < whole.size(); ++at) {
    EXPECT_EQ(parse_rfc3339(whole.substr(0, at)), std::nullopt) << at;
    EXPECT_EQ(parse_rfc3339(std::string(whole).erase(at, 1)), std::nullopt) << at;
    for (const char other : {'x', '/', '\0', '\xC3'})
      EXPECT_EQ(parse_rfc3339(std::string(whole).replace(at, 1, 1, other)), std::nullopt) << at;
  }
}

/// Exports format the times that were parsed, and a restore parses them again.
TEST(Rfc3339, what_utc_cannot_spell_is_none) {
  EXPECT_EQ(millis("0000-01-01T00:00:00Z"), kFirst);
  EXPECT_EQ(millis("9999-12-31T23:59:59.999Z"), kLast);
  EXPECT_EQ(parse_rfc3339("0000-01-01T00:00:00+00:01"), std::nullopt);
  EXPECT_EQ(parse_rfc3339("9999-12-31T23:59:59-00:01"), std::nullopt);
  EXPECT_EQ(parse_rfc3339("9999-12-31T23:59:60Z"), std::nullopt);
}

TEST(Rfc3339, is_written_in_utc_with_milliseconds_only_where_there_are_some) {
  EXPECT_EQ(format_rfc3339(from_millis(1'795'197'845'000)), "2026-11-20T18:04:05Z");
  EXPECT_EQ(format_rfc3339(from_millis(1'795'197'845'007)), "2026-11-20T18:04:05.007Z");
  EXPECT_EQ(format_rfc3339(from_millis(1'795'197'845'120)), "2026-11-20T18:04:05.120Z");
  EXPECT_EQ(format_rfc3339(from_millis(-1)), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(format_rfc3339(from_millis(kFirst)), "0000-01-01T00:00:00Z");
}

TEST(Rfc3339, reading_what_was_written_gives_the_same_time_in_every_year) {
  std::mt19937_64 random{20261120};
  std::uniform_int_distribution<std::int64_t> any(kFirst, kLast);
  for (int i = 0; i < 20'000; ++i) {
    const std::int64_t time = i % 2 == 0 ? any(random) : any(random) / 1'000 * 1'000;
    const std::string text = format_rfc3339(from_millis(time));
    ASSERT_EQ(parse_rfc3339(text), from_millis(time)) << text;
    ASSERT_EQ(text.size() == std::string_view("2026-11-20T18:04:05Z").size(), time % 1'000 == 0) << text;
  }
}

/// Indexes and people compare times as text.
TEST(Rfc3339, a_later_second_is_a_greater_text) {
  std::mt19937_64 random{20261120};
  std::uniform_int_distribution<std::int64_t> any(kFirst / 1'000, kLast / 1'000);
  for (int i = 0; i < 5'000; ++i) {
    const auto one = any(random), other = any(random);
    ASSERT_EQ(one < other,
              format_rfc3339(from_millis(one * 1'000)) < format_rfc3339(from_millis(other * 1'000)));
  }
}

TEST(Duration, is_a_sum_of_numbers_with_units) {
  EXPECT_EQ(parse_duration("90s"), seconds(90));
  EXPECT_EQ(parse_duration("15m"), minutes(15));
  EXPECT_EQ(parse_duration("2h"), hours(2));
  EXPECT_EQ(parse_duration("7d"), hours(7 * 24));
  EXPECT_EQ(parse_duration("1w2d"), hours(9 * 24));
  EXPECT_EQ(parse_duration("2d1w"), hours(9 * 24));
  EXPECT_EQ(parse_duration("0s"), seconds(0));
  EXPECT_EQ(parse_duration("007d"), hours(7 * 24));
}

TEST(Duration, what_is_none_is_a_usage_error_that_says_how_to_write_one) {
  for (const char* text : {"", "7", "d", "7x", "7D", "-7d", "+7d", " 7d", "7d ", "7 d", "7d2", "1.5h",
                           "7d,2h", "1e3s", "0x7d", "1y", "7d-2h",
                           "\xEF\xBC\x97"
                           "d"}) {
    try {
      (void)parse_duration(text);
      ADD_FAILURE() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage) << text;
      EXPECT_NE(error.hint().find("1w2d"), std::string::npos) << text;
    }
  }
}

TEST(Duration, one_of_more_than_some_thousand_years_is_refused_instead_of_running_over) {
  std::string many;
  for (int i = 0; i < 200'000; ++i) many += "1w";
  for (const std::string& text : {std::string("100000000001s"), std::string("9223372036854775807s"),
                                  std::string("9223372036854775808w"), std::string("30500568904943w"),
                                  std::string("18446744073709551617d"), many})
    EXPECT_THROW((void)parse_duration(text), Error) << text.substr(0, 40);
  EXPECT_EQ(parse_duration("100000000000s"), seconds(100'000'000'000));
}

TEST(Day, changes_at_midnight_utc_also_before_1970) {
  EXPECT_EQ(utc_day(from_millis(0)), 0);
  EXPECT_EQ(utc_day(from_millis(86'400'000 - 1)), 0);
  EXPECT_EQ(utc_day(from_millis(86'400'000)), 1);
  EXPECT_EQ(utc_day(from_millis(-1)), -1);
}

TEST(Month, is_the_one_in_utc) {
  EXPECT_EQ(utc_month(*parse_rfc3339("2026-11-30T23:59:59.999Z")), "2026-11");
  EXPECT_EQ(utc_month(*parse_rfc3339("2026-12-01T00:30:00+01:00")), "2026-11");
}

}  // namespace
}  // namespace locker
