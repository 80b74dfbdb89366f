#include "lib/serve/places.hpp"

#include <gtest/gtest.h>

#include <future>

namespace locker::serve {
namespace {

constexpr std::chrono::milliseconds kNotAtAll{0};

TEST(Places, are_so_many_and_of_one_who_asks_not_all) {
  Places places(3, 2);
  const auto first = places.take("a", kNotAtAll);
  {
    const auto second = places.take("a", kNotAtAll);
    ASSERT_TRUE(first && second);
    EXPECT_FALSE(places.take("a", kNotAtAll)) << "the third is for others";
    const auto other = places.take("b", kNotAtAll);
    EXPECT_TRUE(other);
    EXPECT_FALSE(places.take("c", kNotAtAll)) << "all are taken";
  }
  EXPECT_TRUE(places.take("a", kNotAtAll)) << "they were given back";
}

TEST(Places, are_waited_for) {
  Places places(1, 1);
  auto place = places.take("a", kNotAtAll);
  auto waiting =
      std::async(std::launch::async, [&] { return places.take("b", std::chrono::hours(1)).has_value(); });
  place.reset();
  EXPECT_TRUE(waiting.get());
}

}  // namespace
}  // namespace locker::serve
