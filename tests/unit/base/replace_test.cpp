#include "lib/base/replace.hpp"

#include <gtest/gtest.h>

namespace locker {
namespace {

TEST(Replace, fills_every_hole_and_leaves_what_fills_it) {
  EXPECT_EQ(replaced("{web}/a {web}/b", "{web}", "https://x"), "https://x/a https://x/b");
  EXPECT_EQ(replaced("no hole", "{web}", "x"), "no hole");
  EXPECT_EQ(replaced("aa", "a", "aa"), "aaaa");
  EXPECT_EQ(replaced("text", "", "x"), "text");
}

}  // namespace
}  // namespace locker
