#include "lib/text/segment.hpp"

#include <gtest/gtest.h>

namespace locker::text {
namespace {

TEST(Segment, folds_case_and_accents_of_latin_greek_and_cyrillic) {
  EXPECT_EQ(segment("Café NAÏVE Straße Ελλάς Йод ﬁn Ｗｉｄｅ"), "cafe naive strasse ελλασ иод fin wide");
}

TEST(Segment, folds_an_accent_that_is_a_character_of_its_own) { EXPECT_EQ(segment("Cafe\u0301s"), "cafes"); }

TEST(Segment, makes_each_character_a_word_where_words_are_not_spaced) {
  EXPECT_EQ(segment("東京 tower"), "東 京 tower");
  EXPECT_EQ(segment("すしbar"), "す し bar");
  EXPECT_EQ(segment("abc漢字def"), "abc 漢 字 def");
  EXPECT_EQ(segment("ไทย"), "ไ ท ย");
  EXPECT_EQ(segment("ที่"), "ที่") << "marks stay with their letter";
}

TEST(Segment, makes_each_emoji_a_word_whatever_joins_it) {
  EXPECT_EQ(segment("a👍🏽b"), "a 👍🏽 b");
  EXPECT_EQ(segment("👩‍👩‍👧‍👦👍"), "👩‍👩‍👧‍👦 👍");
  EXPECT_EQ(segment("🇩🇪🇫🇷"), "🇩🇪 🇫🇷");
  EXPECT_EQ(segment("❤️ ❤"), "❤ ❤") << "two spellings of one";
}

TEST(Segment, leaves_other_scripts_as_words) {
  EXPECT_EQ(segment("안녕 하세요"), "안녕 하세요");
  EXPECT_EQ(segment("שלום, עולם!"), "שלום עולם");
}

TEST(Segment, separates_at_everything_else) {
  EXPECT_EQ(segment("  C++ foo-bar @name don't https://x.com/a?b=1  "),
            "c foo bar name don t https x com a b 1");
  EXPECT_EQ(segment(""), "");
  EXPECT_EQ(segment("\x1b[31m…—"), "31m");
}

TEST(Segment, survives_what_is_not_utf8) { EXPECT_EQ(segment("a\xff\xc3 b\xe6\x97"), "a b"); }

}  // namespace
}  // namespace locker::text
