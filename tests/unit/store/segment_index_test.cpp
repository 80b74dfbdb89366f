#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>
#include <utf8proc.h>

#include <random>
#include <sstream>

#include "lib/store/sql.hpp"
#include "lib/text/segment.hpp"

namespace locker::store {
namespace {

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> words;
  std::istringstream in(text);
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

/// The words that the index keeps of a text, in order, as SQLite's own tokenizer finds them.
std::vector<std::string> indexed(SQLite::Database& database, const std::string& text) {
  database.exec("DELETE FROM search");
  SQLite::Statement insert(database, "INSERT INTO search(rowid, text) VALUES (1, ?)");
  insert.bind(1, text);
  insert.exec();
  SQLite::Statement terms(database, "SELECT term FROM temp.words ORDER BY offset");
  std::vector<std::string> words;
  while (terms.executeStep()) words.push_back(terms.getColumn(0).getString());
  return words;
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
    utf8proc_uint8_t bytes[4];
    text.append(reinterpret_cast<const char*>(bytes),
                static_cast<std::size_t>(utf8proc_encode_char(c, bytes)));
  }
  return text;
}

class SegmentIndex : public ::testing::Test {
 protected:
  SegmentIndex() {
    database.exec(sql::schema);
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
      ASSERT_EQ(in_index[at], words[at]) << "in " << text;
    }
  }
}

TEST_F(SegmentIndex, finds_the_same_words_in_a_text_that_is_segmented_as_it_is) {
  for (int c = 1; c <= 0xFFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    utf8proc_uint8_t bytes[4];
    const std::string character(reinterpret_cast<const char*>(bytes),
                                static_cast<std::size_t>(utf8proc_encode_char(c, bytes)));
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
