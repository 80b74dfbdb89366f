#include "lib/foreign/reach.hpp"

#include <gtest/gtest.h>

#include <iterator>
#include <nlohmann/json.hpp>
#include <random>

namespace locker::foreign {
namespace {

std::string whole(std::string json) {
  replace_lone_surrogates(json);
  return json;
}

std::string bounded(std::string json) {
  blank_great_numbers(json);
  return json;
}

TEST(Surrogates, half_of_a_pair_becomes_the_replacement_in_its_place) {
  EXPECT_EQ(whole(R"("\ud83d")"), R"("\ufffd")");
  EXPECT_EQ(whole(R"("\uDE00x")"), R"("\ufffdx")");
  EXPECT_EQ(whole(R"("\ud83d\ude00")"), R"("\ud83d\ude00")");
  EXPECT_EQ(whole(R"("\ude00\ud83d")"), R"("\ufffd\ufffd")") << "the wrong way round";
  EXPECT_EQ(whole(R"("\ud83d \ude00")"), R"("\ufffd \ufffd")");
  EXPECT_EQ(whole(R"("\\ud83d")"), R"("\\ud83d")") << "a backslash and letters";
  EXPECT_EQ(whole(R"("\\\ud83d")"), R"("\\\ufffd")");
}

TEST(Surrogates, what_is_no_escape_stays_as_it_is) {
  for (const char* text :
       {"", "\\", "\"\\u", R"("\ud8)", R"("\ud83)", R"("\uzzzz")", R"("\u-123")", R"("\u00e9\n")"})
    EXPECT_EQ(whole(text), text);
}

/// Pieces of a JSON string, and their meaning in UTF-16.
TEST(Surrogates, whatever_stands_together_is_read_as_its_pairs_and_its_halves) {
  constexpr std::pair<const char*, char> kPieces[] = {{R"(\ud83d)", 'h'}, {R"(\ude00)", 'l'}, {R"(\\)", '\\'},
                                                      {"ud83d", 'u'},     {R"(\u0041)", 'A'}, {"x", 'x'}};
  std::mt19937 random{20261120};
  for (int i = 0; i < 5'000; ++i) {
    std::string json = "\"", units, text;
    for (auto left = random() % 12; left > 0; --left) {
      const auto& [spelled, unit] = kPieces[random() % std::size(kPieces)];
      json += spelled;
      units += unit;
    }
    json += '"';
    for (std::size_t at = 0; at < units.size(); ++at) {
      const bool pair = units.compare(at, 2, "hl") == 0;
      if (pair) ++at;
      text += pair                                   ? "\xF0\x9F\x98\x80"
              : units[at] == 'h' || units[at] == 'l' ? "\xEF\xBF\xBD"
              : units[at] == 'u'                     ? "ud83d"
                                                     : std::string(1, units[at]);
    }
    const std::string read = whole(json);
    ASSERT_EQ(read.size(), json.size()) << json;
    ASSERT_EQ(nlohmann::json::parse(read, nullptr, false), nlohmann::json(text)) << json;
  }
}

TEST(GreatNumbers, those_that_64_bits_hold_stay_as_they_are_spelled) {
  for (const char* number :
       {"0", "-0", "1", "18446744073709551615", "-9223372036854775808", "1.50", "-1.5e+3", "1E5", "1e308",
        "1e-400", "0.1000000000000000055511151231257827021181583404541015625"})
    EXPECT_EQ(bounded(number), number);
}

TEST(GreatNumbers, those_that_they_do_not_become_null_and_nothing_moves) {
  for (const std::string number : {"18446744073709551616", "-9223372036854775809", "1e400", "-1e400",
                                   "1.0E+999", "123456789012345678901234567890"}) {
    const std::string json = R"({"a":)" + number + R"(,"b":[)" + number + R"(],"c":")" + number + "\"}";
    const std::string read = bounded(json);
    EXPECT_EQ(read.size(), json.size());
    EXPECT_EQ(nlohmann::json::parse(read, nullptr, false),
              (nlohmann::json{{"a", nullptr}, {"b", {nullptr}}, {"c", number}}))
        << number;
    EXPECT_EQ(read.find(R"("b")"), json.find(R"("b")"));
  }
}

TEST(GreatNumbers, what_is_no_number_is_left_to_the_parser) {
  for (const char* text :
       {"099999999999999999999999", "1e", "1.", "-", "--99999999999999999999999", "9.9.9e999",
        "99999999999999999999e", R"("an open \" string 99999999999999999999)", "+1e400"})
    EXPECT_FALSE(nlohmann::json::accept(bounded(text))) << text;
}

}  // namespace
}  // namespace locker::foreign
