#include "lib/serve/process/log_lines.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace locker::serve {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class LogLinesTest : public ::testing::Test {
 protected:
  std::vector<std::string> told;
  int storms = 0;
  LogLines lines{[this](std::string_view line) { told.emplace_back(line); }, [this] { ++storms; }};
};

TEST_F(LogLinesTest, are_put_together_from_pieces) {
  for (const char* piece : {"a li", "ne\nanother\r\n", "\n", "the ", "last"}) lines.take(piece);
  lines.end();
  EXPECT_THAT(told, ElementsAre("a line", "another", "the last"));
}

TEST_F(LogLinesTest, are_cut_where_they_are_too_long) {
  lines.take(std::string(100'000, 'x'));
  lines.take(std::string(100'000, 'y') + "\nnext\n");
  EXPECT_THAT(told, ElementsAre(std::string(2'048, 'x'), "next"));
}

TEST_F(LogLinesTest, of_a_storm_are_counted_and_not_told) {
  constexpr int kMany = 100'000;
  for (int i = 0; i < kMany; ++i) lines.take("storm\n");
  EXPECT_THAT(told, Contains(HasSubstr("they are counted"))) << "said while the storm may still go on";
  lines.end();
  EXPECT_LT(told.size(), 1'000u);
  EXPECT_EQ(storms, 1);
  EXPECT_THAT(told.back(), HasSubstr("more lines"));
}

}  // namespace
}  // namespace locker::serve
