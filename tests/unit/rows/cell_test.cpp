#include "lib/rows/cell.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <random>

namespace locker::rows {
namespace {

std::string json_of(const Cell& cell) {
  std::string out;
  append_json(out, cell);
  return out;
}

/// Text is scanned in steps of eight bytes: tests each character at each position of a step.
TEST(JsonText, every_ascii_character_is_escaped_like_elsewhere_wherever_it_stands) {
  for (char c = 0; c >= 0 && c < 127; ++c)
    for (std::size_t before = 0; before < 18; ++before) {
      const std::string text = std::string(before, 'x') + c + std::string(9, 'y');
      ASSERT_EQ(json_of(text), nlohmann::json(text).dump()) << static_cast<int>(c) << " at " << before;
    }
}

TEST(JsonText, any_text_is_spelled_like_elsewhere) {
  const std::string pieces[] = {"a",
                                "\"",
                                "\\",
                                "\n",
                                std::string(1, '\0'),
                                "\x1F",
                                "\x7F",
                                "\xC2\x80",
                                "\xC3\xA9",
                                "\xE0\xA0\x80",
                                "\xE6\x97\xA5",
                                "\xED\x9F\xBF",
                                "\xEE\x80\x80",
                                "\xEF\xBF\xBD",
                                "\xF0\x90\x80\x80",
                                "\xF0\x9F\x98\x80",
                                "\xF4\x8F\xBF\xBF",
                                "a longer run of text"};
  std::mt19937 random{20261120};
  for (int i = 0; i < 5'000; ++i) {
    std::string text;
    for (auto left = random() % 30; left > 0; --left) text += pieces[random() % std::size(pieces)];
    ASSERT_EQ(json_of(text), nlohmann::json(text).dump());
    ASSERT_EQ(json_of(std::string_view(text)), json_of(text));
  }
}

TEST(JsonText, each_byte_that_belongs_to_no_character_is_replaced_and_nothing_else) {
  const std::string bad = "\xEF\xBF\xBD";
  const std::pair<std::string, std::string> kTexts[] = {
      {"a\x80z", "a" + bad + "z"},
      {"\xC3", bad},
      {"\xC3\xC3\xA9", bad + "\xC3\xA9"},
      {"\xC0\xAF", bad + bad},                      // overlong
      {"\xE0\x9F\xBF", bad + bad + bad},            // overlong
      {"\xED\xA0\x80", bad + bad + bad},            // half of a surrogate pair
      {"\xF4\x90\x80\x80", bad + bad + bad + bad},  // beyond the last code point
      {"\xF8\x88\x80\x80\x80", bad + bad + bad + bad + bad},
      {"12345678\xE2\x82", "12345678" + bad + bad},  // truncated
      {"\xFFz\xFE", bad + "z" + bad}};
  for (const auto& [text, expected] : kTexts) EXPECT_EQ(json_of(text), '"' + expected + '"');
}

TEST(JsonText, whatever_bytes_come_it_is_json_with_all_that_is_text) {
  std::mt19937 random{20261120};
  for (int i = 0; i < 5'000; ++i) {
    std::string text(random() % 40, '\0');
    for (char& c : text) c = static_cast<char>(random());
    const auto read = nlohmann::json::parse(json_of(text), nullptr, false);
    ASSERT_TRUE(read.is_string());
    std::string ascii = read.get<std::string>();
    const auto is_other = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
    std::erase_if(ascii, is_other);
    std::erase_if(text, is_other);
    ASSERT_EQ(ascii, text);
  }
}

TEST(Cell, numbers_keep_their_kind_and_all_their_digits) {
  EXPECT_EQ(json_of(std::numeric_limits<std::int64_t>::max()), "9223372036854775807");
  EXPECT_EQ(json_of(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
  EXPECT_EQ(json_of(2.0), "2.0") << "no integer";
  EXPECT_EQ(plain(2.0), "2.0");
  EXPECT_EQ(plain(std::int64_t{-7}), "-7");
  std::mt19937_64 random{20261120};
  for (int i = 0; i < 1'000; ++i) {
    const double number = std::ldexp(static_cast<double>(random()), static_cast<int>(random() % 200) - 100);
    ASSERT_EQ(std::stod(json_of(number)), number);
  }
}

TEST(Cell, a_number_that_json_cannot_spell_is_null) {
  EXPECT_EQ(json_of(std::numeric_limits<double>::infinity()), "null");
  EXPECT_EQ(json_of(std::numeric_limits<double>::quiet_NaN()), "null");
}

TEST(Cell, nothing_is_null_in_json_and_empty_as_text) {
  EXPECT_EQ(json_of(Cell()), "null");
  EXPECT_EQ(plain(Cell()), "");
  EXPECT_EQ(json_of(text_or_nothing("")), "null");
  EXPECT_EQ(json_of(text_or_nothing("a")), "\"a\"");
  EXPECT_EQ(json_of(std::string()), "\"\"") << "text that is empty is text";
}

TEST(Cell, json_stands_as_it_is_spelled) {
  EXPECT_EQ(json_of(RawJson{"[1.50, 2]"}), "[1.50, 2]");
  EXPECT_EQ(json_of(BorrowedJson{"{\"a\":1}"}), "{\"a\":1}");
  EXPECT_EQ(plain(RawJson{"[1.50, 2]"}), "[1.50, 2]");
  EXPECT_EQ(plain(true), "true");
  EXPECT_EQ(plain(std::string("a \"b\"\n")), "a \"b\"\n");
}

}  // namespace
}  // namespace locker::rows
