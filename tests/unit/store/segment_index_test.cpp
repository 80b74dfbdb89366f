#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>
#include <utf8proc.h>

#include <algorithm>
#include <random>
#include <sstream>

#include "lib/store/schema.hpp"
#include "lib/text/segment.hpp"

namespace locker::store {
namespace {

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> words;
  std::istringstream in(text);
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

/// Returns the words that the index stores for a text, in order, as found by SQLite's tokenizer.
std::vector<std::string> indexed(SQLite::Database& database, const std::string& text) {
  database.exec("INSERT INTO search(search) VALUES ('delete-all')");
  SQLite::Statement insert(database, "INSERT INTO search(rowid, text) VALUES (1, ?)");
  insert.bind(1, text);
  insert.exec();
  SQLite::Statement terms(database, "SELECT term FROM temp.words ORDER BY offset");
  std::vector<std::string> words;
  while (terms.executeStep()) words.push_back(terms.getColumn(0).getString());
  return words;
}

std::string encoded(int c) {
  utf8proc_uint8_t bytes[4];
  return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(utf8proc_encode_char(c, bytes))};
}

constexpr int kAngstrom = 0xE5;  // the unit sign (U+212B) becomes this letter

/// True for the diacritics in SQLite's table (fts5_unicode2.c).
bool is_taken_off(int c) {
  static constexpr std::pair<int, int> kAccents[] = {{0x300, 0x304}, {0x306, 0x30C}, {0x30F, 0x30F},
                                                     {0x311, 0x311}, {0x31B, 0x31B}, {0x323, 0x328},
                                                     {0x32D, 0x32E}, {0x330, 0x331}};
  return std::ranges::any_of(kAccents,
                             [&](const auto& range) { return range.first <= c && c <= range.second; });
}

/// Removes the diacritics that SQLite removes, at any position.
std::string without_accents(const std::string& word) {
  std::string rest;
  for (std::size_t at = 0; at < word.size();) {
    utf8proc_int32_t c = 0;
    const auto length =
        static_cast<std::size_t>(utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(word.data()) + at,
                                                  static_cast<utf8proc_ssize_t>(word.size() - at), &c));
    if (!is_taken_off(c)) rest += c == kAngstrom ? "a" : word.substr(at, length);
    at += length;
  }
  return rest;
}

std::string random_text(std::mt19937& random) {
  static constexpr std::pair<int, int> kBlocks[] = {
      {0x20, 0x7E},     {0xA0, 0x52F},    {0x590, 0x6FF},     {0xE00, 0xE7F},   {0x3040, 0x30FF},
      {0x4E00, 0x9FFF}, {0xAC00, 0xD7A3}, {0x1F300, 0x1F6FF}, {0x2000, 0x2BFF}, {0x1F1E6, 0x1F1FF},
      {0x200D, 0x200D}, {0xFE0F, 0xFE0F}, {0x300, 0x36F},     {0x900, 0x97F}};
  std::string text;
  for (int i = 0; i < 40; ++i) {
    const auto [first, last] = kBlocks[random() % std::size(kBlocks)];
    const int c = first + static_cast<int>(random() % static_cast<unsigned>(last - first + 1));
    text += encoded(c);
  }
  return text;
}

class SegmentIndex : public ::testing::Test {
 protected:
  SegmentIndex() {
    migrate(database, migrations());
    database.exec("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search, instance)");
  }
  SQLite::Database database{":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
  std::mt19937 random{20261120};
};

TEST_F(SegmentIndex, splits_exactly_where_segment_does) {
  for (int i = 0; i < 2'000; ++i) {
    const std::string text = text::segment(random_text(random));
    const auto in_index = indexed(database, text);
    const auto words = split(text);
    for (std::size_t at = 0; at < std::max(words.size(), in_index.size()); ++at) {
      ASSERT_LT(at, words.size()) << in_index[at];
      ASSERT_LT(at, in_index.size()) << words[at];
      ASSERT_EQ(in_index[at], without_accents(words[at])) << "in " << text;
    }
  }
}

TEST_F(SegmentIndex, has_the_words_of_every_character_that_earlier_schemas_had) {
  SQLite::Database earlier(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  migrate(earlier, {migrations().begin(), migrations().begin() + 4});
  earlier.exec("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search, instance)");
  std::string text;
  for (int c = 1; c <= 0x1FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    for (const char* lead : {" ", " x", " \u05D0", " \u0915", " \u0E01"}) text += lead + encoded(c) + "y";
    if (c % 0x400 != 0x3FF) continue;
    const std::string segmented = text::segment(text);
    auto words = indexed(earlier, segmented);
    for (auto& word : words) word = without_accents(word);
    ASSERT_EQ(indexed(database, segmented), words) << std::hex << c;
    text.clear();
  }
}

TEST_F(SegmentIndex, finds_the_same_words_in_a_text_that_is_segmented_as_it_is) {
  for (int c = 1; c <= 0xFFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    const std::string character = encoded(c);
    const std::string text = "He said" + character + "it, " + character + "-O'Brien " + character;
    if (text::is_segmented(text))
      ASSERT_EQ(indexed(database, text), split(text::segment(text))) << std::hex << c;
    else
      ASSERT_TRUE(c == '^' || c == '`' || c > 0x7F) << std::hex << c;
  }
  EXPECT_TRUE(text::is_segmented("“Quite so” — I said… it’s 5% of $20 @home #now"));
  EXPECT_FALSE(text::is_segmented("café"));
  EXPECT_FALSE(text::is_segmented("\xE2\x80"));
}

}  // namespace
}  // namespace locker::store
