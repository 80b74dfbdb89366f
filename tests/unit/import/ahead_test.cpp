#include "lib/import/ahead.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace locker::imports {
namespace {

TEST(Ahead, gives_all_in_order_and_then_none) {
  Ahead<int> numbers([](const Ahead<int>::Give& give) {
    for (int number = 0; number < 100; ++number) give(number);
  });
  for (int number = 0; number < 100; ++number) EXPECT_EQ(numbers.take(), number);
  EXPECT_EQ(numbers.take(), std::nullopt);
  EXPECT_EQ(numbers.take(), std::nullopt);
}

TEST(Ahead, tells_what_went_wrong_after_what_was_made_before) {
  Ahead<int> numbers([](const Ahead<int>::Give& give) {
    give(1);
    throw std::runtime_error("no more");
  });
  EXPECT_EQ(numbers.take(), 1);
  EXPECT_THROW((void)numbers.take(), std::runtime_error);
}

TEST(Ahead, ends_where_nobody_takes_more) {
  bool unwound = false;
  {
    Ahead<int> numbers([&](const Ahead<int>::Give& give) {
      try {
        for (int number = 0;; ++number) give(number);
      } catch (...) {
        unwound = true;
        throw;
      }
    });
    EXPECT_EQ(numbers.take(), 0);
  }
  EXPECT_TRUE(unwound);
}

}  // namespace
}  // namespace locker::imports
