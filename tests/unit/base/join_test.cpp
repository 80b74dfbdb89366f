#include "lib/base/join.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace locker {
namespace {

TEST(Join, puts_the_separator_between_words_alone) {
  EXPECT_EQ(joined(std::vector<std::string>{}), "");
  EXPECT_EQ(joined(std::vector<std::string>{"read"}), "read");
  EXPECT_EQ(joined(std::vector<std::string_view>{"read", "write"}), "read write");
  EXPECT_EQ(joined(std::vector<std::string>{"", "likes", ""}, ", "), ", likes, ");
}

}  // namespace
}  // namespace locker
