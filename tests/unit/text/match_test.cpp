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
