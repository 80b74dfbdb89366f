#include "lib/text/word_diff.hpp"

#include <gtest/gtest.h>

namespace locker::text {
namespace {

std::string shown(std::string_view before, std::string_view after) {
  std::string out;
  for (const auto& run : word_diff(before, after)) {
    if (run.kind == DiffRun::Kind::same) out += run.text;
    if (run.kind == DiffRun::Kind::removed) out += "[-" + run.text + "-]";
    if (run.kind == DiffRun::Kind::added) out += "{+" + run.text + "+}";
  }
  return out;
}

TEST(WordDiff, shows_what_was_taken_and_put) {
  EXPECT_EQ(shown("the quick fox", "the slow fox"), "the [-quick -]{+slow +}fox");
  EXPECT_EQ(shown("a b", "a b"), "a b");
  EXPECT_EQ(shown("", "new"), "{+new+}");
  EXPECT_EQ(shown("old", ""), "[-old-]");
  EXPECT_EQ(shown("a b c d", "b x d e"), "[-a -]b [-c -]{+x +}d {+e+}");
}

TEST(WordDiff, rebuilds_the_newer_text) {
  const std::string after = "one  two\nthree four ";
  std::string rebuilt;
  for (const auto& run : word_diff("one three five", after))
    if (run.kind != DiffRun::Kind::removed) rebuilt += run.text;
  EXPECT_EQ(rebuilt, after);
}

TEST(WordDiff, takes_each_character_for_a_word_where_no_spaces_are_written) {
  EXPECT_EQ(shown("今日は東京へ行く", "今日は大阪へ行く"), "今日は[-東京-]{+大阪+}へ行く");
  EXPECT_EQ(shown("X社の本", "X社の新本"), "X社の{+新+}本");
  EXPECT_EQ(shown("ที่นี่", "ที่นั่น"), "ที่[-นี่-]{+นั่น+}") << "marks stay with their letters";
}

}  // namespace
}  // namespace locker::text
