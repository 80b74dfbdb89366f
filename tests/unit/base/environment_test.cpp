#include "lib/base/environment.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

namespace locker {
namespace {

TEST(Environment, a_variable_that_is_set_to_nothing_counts_as_unset) {
  const Environment environment({{"LOCKER_HOME", ""}, {"HOME", "/home/anna"}});
  EXPECT_EQ(environment.get("LOCKER_HOME"), std::nullopt);
  EXPECT_EQ(environment.get("LOCKER_NONE"), std::nullopt);
  EXPECT_EQ(environment.get("HOME"), "/home/anna");
  EXPECT_EQ(environment.get("HOM"), std::nullopt);
}

TEST(Environment, that_of_the_process_has_values_whole_and_is_a_copy) {
  ASSERT_EQ(setenv("LOCKER_TEST_VALUE", "a=b=\xC3\xA9\n", 1), 0);
  const auto environment = Environment::of_process();
  ASSERT_EQ(unsetenv("LOCKER_TEST_VALUE"), 0);
  EXPECT_EQ(environment.get("LOCKER_TEST_VALUE"), "a=b=\xC3\xA9\n");
  EXPECT_EQ(Environment::of_process().get("LOCKER_TEST_VALUE"), std::nullopt);
}

}  // namespace
}  // namespace locker
