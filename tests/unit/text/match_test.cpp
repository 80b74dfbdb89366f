#include "lib/text/match.hpp"

#include <gtest/gtest.h>

#include "lib/base/error.hpp"

namespace locker::text {
namespace {

TEST(FtsQuery, joins_words_by_and) { EXPECT_EQ(fts_query({"Hello", "World"}), R"("hello" AND "world")"); }

TEST(FtsQuery, keeps_quotes_stars_and_operators) {
  EXPECT_EQ(fts_query({"\"big apple\" OR pea*"}), R"("big apple" OR "pea"*)");
  EXPECT_EQ(fts_query({"(a", "OR", "b)", "NOT", "c"}), R"(( "a" OR "b" ) NOT "c")");
  EXPECT_EQ(fts_query({"and", "or"}), R"("and" AND "or")") << "only capitals operate";
}

TEST(FtsQuery, takes_other_words_literally) {
  EXPECT_EQ(fts_query({"C++"}), R"("c")");
  EXPECT_EQ(fts_query({"foo-bar", "@name", "don't", "https://x.com/a"}),
            R"("foo bar" AND "name" AND "don t" AND "https x com a")");
  EXPECT_EQ(fts_query({"text:x", "a^b", "NEAR"}), R"("text x" AND "a b" AND "near")");
}

TEST(FtsQuery, makes_a_run_of_han_a_phrase) { EXPECT_EQ(fts_query({"東京"}), R"("東 京")"); }

TEST(FtsQuery, leaves_out_what_cannot_be_found) {
  EXPECT_EQ(fts_query({"!!!", "a"}), R"("a")");
  EXPECT_EQ(fts_query({"--"}), "");
}

TEST(SignedWords, tell_names_apart_that_differ_by_signs) {
  const SignedWords plus({"c++"});
  EXPECT_TRUE(plus.stand_in("I like C++.", ""));
  EXPECT_TRUE(plus.stand_in("Ｃ＋＋", ""));
  EXPECT_FALSE(plus.stand_in("a && b || c", ""));
  EXPECT_FALSE(plus.stand_in("C# and C", ""));
  EXPECT_FALSE(plus.stand_in("abc++", "")) << "a piece of a longer word";
  EXPECT_TRUE(SignedWords({"R&D"}).stand_in("our r&d, again", ""));
  EXPECT_FALSE(SignedWords({"R&D"}).stand_in("R D, or r&dx", ""));
  EXPECT_TRUE(SignedWords({"\"big C#\""}).stand_in("a big\nc#", ""));
  EXPECT_TRUE(SignedWords({"café_noir"}).stand_in("CAFE_NOIR", ""));
}

TEST(SignedWords, find_a_person_by_the_name_as_it_is_written) {
  const SignedWords handle({"@ann"});
  EXPECT_TRUE(handle.stand_in("thanks @Ann!", ""));
  EXPECT_TRUE(handle.stand_in("", "ann"));
  EXPECT_FALSE(handle.stand_in("ann", "annette"));
}

TEST(SignedWords, are_none_of_prose_and_of_choices) {
  for (const std::string words :
       {"hello", "don't", "foo-bar", "what?", "https://x.com/a", "tag*", "C++*", "C++ OR rust", "c NOT c++"})
    EXPECT_TRUE(SignedWords({words}).empty()) << words;
}

class Refused : public ::testing::TestWithParam<const char*> {};
TEST_P(Refused, as_usage) {
  try {
    (void)fts_query({GetParam()});
    FAIL() << GetParam();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
  }
}
INSTANTIATE_TEST_SUITE_P(Queries, Refused,
                         ::testing::Values("\"open", "(a", "a)", "AND a", "a OR", "()", "a AND OR b",
                                           "NOT a"));

}  // namespace
}  // namespace locker::text
