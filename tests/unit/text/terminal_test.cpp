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

TEST(DisplayWidth, counts_signs_that_stand_beside_their_letter) {
  EXPECT_EQ(display_width("น้ำ"), 2) << "Thai U+0E33";
  EXPECT_EQ(display_width("ນ້ຳ"), 2) << "Lao U+0EB3";
  EXPECT_EQ(display_width("हिन्दी"), 5) << "U+093F and U+0940 have cells of their own, the virama has none";
  EXPECT_EQ(display_width("தமிழ்"), 4);
  EXPECT_EQ(display_width("বাংলা"), 5);
  EXPECT_EQ(display_width("ｶﾞ"), 2) << "a halfwidth voiced sound mark";
  EXPECT_EQ(display_width("\u1112\u1161\u11ab"), 2) << "a syllable of single Hangul letters";
  EXPECT_EQ(display_width("#️⃣❤️"), 4);
}

TEST(Truncated, cuts_between_characters) {
  EXPECT_EQ(truncated("abcdef", 6), "abcdef");
  EXPECT_EQ(truncated("abcdef", 4), "abc…");
  EXPECT_EQ(truncated("漢字漢字", 4), "漢…");
  EXPECT_EQ(truncated("👩‍👩‍👧‍👦👍👍", 4), "👩‍👩‍👧‍👦…");
}

TEST(Shortened, keeps_the_end) {
  EXPECT_EQ(shortened("folders/123", 11), "folders/123");
  EXPECT_EQ(shortened("folders/2083323288875958272", 13), "folders/…8272");
  EXPECT_EQ(shortened("folders/2083323288875958272", 6), "folde…");
  EXPECT_EQ(shortened("漢字漢字漢字漢字", 11), "漢字漢…漢字");
}

TEST(Wrapped, breaks_at_spaces) {
  EXPECT_EQ(wrapped("one two three", 13, 2), "one two three");
  EXPECT_EQ(wrapped("one two three", 9, 2), "one two\n  three");
  EXPECT_EQ(wrapped("漢字 漢字 a", 9, 0), "漢字 漢字\na");
  EXPECT_EQ(wrapped("ab averylongone c", 5, 1), "ab\n averylongone\n c");
  EXPECT_EQ(wrapped("", 5, 1), "");
}

}  // namespace
}  // namespace locker::text
