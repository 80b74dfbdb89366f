#include "lib/sync/parallel_by_key.hpp"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <mutex>
#include <semaphore>

namespace locker::sync {
namespace {

constexpr std::chrono::seconds kPatience{30};

TEST(GroupsOfOneKey, run_beside_each_other) {
  std::array<std::binary_semaphore, 2> running{std::binary_semaphore(0), std::binary_semaphore(0)};
  std::atomic<int> met = 0;
  parallel_by_key({"a", "b"}, [&](std::size_t index) {
    running[index].release();
    if (running[1 - index].try_acquire_for(kPatience)) ++met;
  });
  EXPECT_EQ(met, 2) << "each met the other while it ran";
}

TEST(GroupsOfOneKey, keep_the_order_of_what_goes_in_one) {
  std::mutex mutex;
  std::vector<std::size_t> of_a, of_b;
  parallel_by_key({"a", "b", "a", "a", "b"}, [&](std::size_t index) {
    const std::lock_guard guard(mutex);
    (index == 1 || index == 4 ? of_b : of_a).push_back(index);
  });
  EXPECT_EQ(of_a, (std::vector<std::size_t>{0, 2, 3}));
  EXPECT_EQ(of_b, (std::vector<std::size_t>{1, 4}));
}

TEST(GroupsOfOneKey, may_be_none) {
  parallel_by_key({}, [](std::size_t) { FAIL(); });
}

}  // namespace
}  // namespace locker::sync
