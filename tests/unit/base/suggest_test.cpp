#include "lib/base/suggest.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace locker {
namespace {

const std::vector<std::string> kStreams{"tweets",    "mentions",  "likes",  "bookmarks",
                                        "followers", "following", "blocks", "lists"};

/// Returns all words that a single typing mistake makes of a word.
std::vector<std::string> slips(const std::string& word) {
  std::vector<std::string> all;
  for (std::size_t at = 0; at < word.size(); ++at) {
    all.push_back(std::string(word).erase(at, 1));
    all.push_back(std::string(word).replace(at, 1, "z"));
    all.push_back(std::string(word).insert(at, "z"));
    if (at > 0) {
      all.push_back(word);
      std::swap(all.back()[at - 1], all.back()[at]);
    }
  }
  return all;
}

TEST(Suggest, one_slip_in_a_word_still_means_it) {
  for (const auto& stream : kStreams)
    for (const auto& slip : slips(stream)) EXPECT_EQ(suggest(slip, kStreams), stream) << slip;
}

TEST(Suggest, the_beginning_of_a_word_means_it) {
  EXPECT_EQ(suggest("book", kStreams), "bookmarks");
  EXPECT_EQ(suggest("me", kStreams), "mentions");
  EXPECT_EQ(suggest("m", kStreams), "") << "a single letter begins too much";
}

TEST(Suggest, a_word_that_resembles_none_gets_no_answer) {
  for (const char* word : {"", "photos", "xyzzy", "42", "direct-messages"})
    EXPECT_EQ(suggest(word, kStreams), "") << word;
  EXPECT_EQ(suggest("likes", {}), "");
}

/// The edit distance by its definition, one letter at a time: with deletions, insertions, substitutions and
/// transpositions of neighbours.
std::size_t distance(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return a.size() + b.size();
  const auto rest = [](std::string_view text, std::size_t count) { return text.substr(count); };
  std::size_t least = std::min({distance(rest(a, 1), b) + 1, distance(a, rest(b, 1)) + 1,
                                distance(rest(a, 1), rest(b, 1)) + (a.front() == b.front() ? 0u : 1u)});
  if (a.size() > 1 && b.size() > 1 && a[0] == b[1] && a[1] == b[0])
    least = std::min(least, distance(rest(a, 2), rest(b, 2)) + 1);
  return least;
}

TEST(Suggest, the_nearest_is_taken_if_no_more_than_a_third_of_the_letters_differ) {
  std::mt19937 random{20261120};
  const auto some_word = [&](std::size_t shortest) {
    std::string word(shortest + random() % 4, ' ');
    for (char& c : word) c = "abc"[random() % 3];
    return word;
  };
  int none = 0;
  for (int i = 0; i < 1'000; ++i) {
    const std::string word = some_word(3);
    const std::vector<std::string> candidates{some_word(2), some_word(2), some_word(2)};
    if (std::ranges::any_of(candidates, [&](const auto& one) { return one.starts_with(word); })) continue;
    std::size_t nearest = word.size();
    for (const auto& one : candidates) nearest = std::min(nearest, distance(word, one));
    const std::string found = suggest(word, candidates);
    none += found.empty() ? 1 : 0;
    ASSERT_EQ(found.empty(), nearest > std::max<std::size_t>(word.size() / 3, 1)) << word;
    if (!found.empty()) {
      ASSERT_EQ(distance(word, found), nearest) << word << " " << found;
    }
  }
  EXPECT_GT(none, 100) << "both cases occur";
  EXPECT_LT(none, 900);
}

TEST(SuggestionHint, names_the_word_that_was_meant_or_all_that_there_are) {
  EXPECT_EQ(suggestion_hint("liks", kStreams), "did you mean \"likes\"?");
  EXPECT_EQ(suggestion_hint("photos", {"likes", "lists"}), "there are likes, lists");
  EXPECT_EQ(suggestion_hint("photos", {}), "");
}

}  // namespace
}  // namespace locker
