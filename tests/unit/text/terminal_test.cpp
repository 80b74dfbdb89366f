#include "lib/text/terminal.hpp"

#include <gtest/gtest.h>

namespace locker::text {
namespace {

TEST(Printable, lets_no_control_character_through) {
  EXPECT_EQ(printable("a\x1b[31mb\x07"), "a^[[31mb^G");
  EXPECT_EQ(printable("\xc2\x9b"), "<U+009B>") << "C1 controls are escapes too";
  EXPECT_EQ(printable("x\u202Egpj.exe"), "x<U+202E>gpj.exe");
  EXPECT_EQ(printable("a\x7f"), "a^?");
  EXPECT_EQ(printable("a\xff"), "a\uFFFD");
  EXPECT_EQ(printable(std::string_view("a\0b", 3)), "a^@b");
}

TEST(Printable, makes_lines_one_unless_told) {
  EXPECT_EQ(printable("a\r\n\tb"), "a b");
  EXPECT_EQ(printable("a\nb", true), "a\nb");
}

TEST(DisplayWidth, counts_what_a_terminal_shows) {
  EXPECT_EQ(display_width("abc"), 3);
  EXPECT_EQ(display_width("漢字"), 4);
  EXPECT_EQ(display_width("e\u0301"), 1);
  EXPECT_EQ(display_width("👍🏽"), 2);
  EXPECT_EQ(display_width("👩‍👩‍👧‍👦"), 2);
  EXPECT_EQ(display_width("🇩🇪"), 2);
  EXPECT_EQ(display_width("ｶﾅ"), 2);
}

TEST(Truncated, cuts_between_characters) {
  EXPECT_EQ(truncated("abcdef", 6), "abcdef");
  EXPECT_EQ(truncated("abcdef", 4), "abc…");
  EXPECT_EQ(truncated("漢字漢字", 4), "漢…");
  EXPECT_EQ(truncated("👩‍👩‍👧‍👦👍👍", 4), "👩‍👩‍👧‍👦…");
}

}  // namespace
}  // namespace locker::text
