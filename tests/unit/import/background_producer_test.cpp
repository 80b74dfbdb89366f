#include "lib/import/background_producer.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <stdexcept>
#include <thread>

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

TEST(BackgroundProducer, destroys_what_is_given_back_where_it_was_made) {
  using Thing = std::unique_ptr<int, std::function<void(int*)>>;
  std::thread::id maker, destroyer;
  BackgroundProducer<Thing> things([&](const BackgroundProducer<Thing>::Give& give) {
    maker = std::this_thread::get_id();
    give(Thing(new int(1), [&](int* one) {
      destroyer = std::this_thread::get_id();
      delete one;
    }));
    for (int more = 0; more < 2; ++more) give(Thing());
  });
  things.give_back(std::move(*things.take()));
  for (int more = 0; more < 2; ++more) EXPECT_NE(things.take(), std::nullopt);
  EXPECT_EQ(things.take(), std::nullopt);
  EXPECT_EQ(destroyer, maker);
  EXPECT_NE(destroyer, std::this_thread::get_id());
}

}  // namespace
}  // namespace locker::imports
