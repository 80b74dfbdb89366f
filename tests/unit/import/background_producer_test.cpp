#include "lib/import/background_producer.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace locker::imports {
namespace {

TEST(BackgroundProducer, gives_all_in_order_and_then_none) {
  BackgroundProducer<int> numbers([](const BackgroundProducer<int>::Give& give) {
    for (int number = 0; number < 100; ++number) give(number);
  });
  for (int number = 0; number < 100; ++number) EXPECT_EQ(numbers.take(), number);
  EXPECT_EQ(numbers.take(), std::nullopt);
  EXPECT_EQ(numbers.take(), std::nullopt);
}

TEST(BackgroundProducer, tells_what_went_wrong_after_what_was_made_before) {
  BackgroundProducer<int> numbers([](const BackgroundProducer<int>::Give& give) {
    give(1);
    throw std::runtime_error("no more");
  });
  EXPECT_EQ(numbers.take(), 1);
  EXPECT_THROW((void)numbers.take(), std::runtime_error);
}

TEST(BackgroundProducer, ends_where_nobody_takes_more) {
  bool unwound = false;
  {
    BackgroundProducer<int> numbers([&](const BackgroundProducer<int>::Give& give) {
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
