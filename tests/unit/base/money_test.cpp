#include "lib/base/money.hpp"

#include <gtest/gtest.h>

#include <random>

namespace locker {
namespace {

constexpr std::int64_t kDollar = 1'000'000;
constexpr std::int64_t kMost = 1'000'000'000 * kDollar;

TEST(Money, is_shown_in_cents_and_below_a_cent_to_the_last_digit_that_counts) {
  EXPECT_EQ(format_dollars(0), "$0.00");
  EXPECT_EQ(format_dollars(1'230'000), "$1.23");
  EXPECT_EQ(format_dollars(1'200'000), "$1.20");
  EXPECT_EQ(format_dollars(10 * kDollar), "$10.00");
  EXPECT_EQ(format_dollars(5'000), "$0.005");
  EXPECT_EQ(format_dollars(1), "$0.000001");
  EXPECT_EQ(format_dollars(1'000'000'000'010'000), "$1000000000.01");
}

TEST(Money, is_read_as_people_type_it) {
  EXPECT_EQ(parse_dollars("10"), 10 * kDollar);
  EXPECT_EQ(parse_dollars("$0.50"), 500'000);
  EXPECT_EQ(parse_dollars("0.5"), 500'000);
  EXPECT_EQ(parse_dollars("1.234567"), 1'234'567);
  EXPECT_EQ(parse_dollars("0"), 0);
  EXPECT_EQ(parse_dollars("007"), 7 * kDollar);
}

TEST(Money, what_is_no_sum_is_absent_and_never_a_smaller_one) {
  for (const char* text : {"",     "$",    "$$1",   "1$",        "-1",        "-$1", "+1",   "1.",     ".",
                           ".5",   "1,50", "1,000", "1 000",     " 1",        "1 ",  "1.-5", "1.2.3",  "1e3",
                           "0x10", "ten",  "none",  "1.2345678", "1.0000000", "inf", "nan",  "1.2 USD"})
    EXPECT_EQ(parse_dollars(text), std::nullopt) << text;
}

TEST(Money, a_sum_that_no_budget_has_is_absent_instead_of_running_over) {
  EXPECT_EQ(parse_dollars("1000000000"), kMost);
  for (const char* text : {"1000000000.000001", "1000000001", "9223372036854.775807", "9223372036854775807",
                           "18446744073709551617", "99999999999999999999999999"})
    EXPECT_EQ(parse_dollars(text), std::nullopt) << text;
}

/// Formatted amounts can be parsed again, whatever their size.
TEST(Money, reading_what_was_shown_gives_the_same_sum) {
  std::mt19937_64 random{20261120};
  for (std::int64_t most = 10; most <= kMost; most *= 10)
    for (int i = 0; i < 500; ++i) {
      const auto sum = std::uniform_int_distribution<std::int64_t>(0, most)(random);
      const std::string shown = format_dollars(sum);
      ASSERT_EQ(parse_dollars(shown), sum) << shown;
      ASSERT_GE(shown.size() - shown.find('.'), std::string_view(".00").size()) << shown;
    }
}

}  // namespace
}  // namespace locker
