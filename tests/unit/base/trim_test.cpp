#include "lib/base/trim.hpp"

#include <gtest/gtest.h>

namespace locker {
namespace {

TEST(Trim, takes_blanks_off_both_ends_alone) {
  EXPECT_EQ(trimmed(" \t two words \r\n"), "two words");
  EXPECT_EQ(trimmed("word"), "word");
  EXPECT_EQ(trimmed(""), "");
  EXPECT_EQ(trimmed(" \n "), "");
}

TEST(Trim, takes_off_what_it_is_told) { EXPECT_EQ(trimmed("\"a 'b\"", "\"'"), "a 'b"); }

}  // namespace
}  // namespace locker
