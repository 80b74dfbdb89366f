#include "lib/serve/fair_semaphore.hpp"

#include <gtest/gtest.h>

#include <future>

namespace locker::serve {
namespace {

constexpr std::chrono::milliseconds kNotAtAll{0};

TEST(Permits, are_so_many_and_of_one_who_asks_not_all) {
  FairSemaphore semaphore(3, 2);
  const auto first = semaphore.take("a", kNotAtAll);
  {
    const auto second = semaphore.take("a", kNotAtAll);
    ASSERT_TRUE(first && second);
    EXPECT_FALSE(semaphore.take("a", kNotAtAll)) << "the third is for others";
    const auto other = semaphore.take("b", kNotAtAll);
    EXPECT_TRUE(other);
    EXPECT_FALSE(semaphore.take("c", kNotAtAll)) << "all are taken";
  }
  EXPECT_TRUE(semaphore.take("a", kNotAtAll)) << "they were given back";
}

TEST(Permits, are_waited_for) {
  FairSemaphore semaphore(1, 1);
  auto permit = semaphore.take("a", kNotAtAll);
  auto waiting =
      std::async(std::launch::async, [&] { return semaphore.take("b", std::chrono::hours(1)).has_value(); });
  permit.reset();
  EXPECT_TRUE(waiting.get());
}

}  // namespace
}  // namespace locker::serve
