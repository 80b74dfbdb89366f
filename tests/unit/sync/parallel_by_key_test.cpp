#include "lib/sync/parallel_by_key.hpp"

#include <gtest/gtest.h>

#include <barrier>
#include <mutex>

namespace locker::sync {
namespace {

TEST(GroupsOfOneKey, run_beside_each_other) {
  // Would never end if one waited for the other.
  std::barrier both(2);
  parallel_by_key({"a", "b"}, [&](std::size_t) { both.arrive_and_wait(); });
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
