#include "lib/base/hex.hpp"

#include <gtest/gtest.h>

#include <array>

namespace locker {
namespace {

TEST(Hex, bytes_are_spelled_in_pairs_of_small_digits_and_read_back) {
  const std::string bytes("\x00\x0f\xa5\xff", 4);
  EXPECT_EQ(to_hex(bytes), "000fa5ff");
  EXPECT_EQ(to_hex(std::array<unsigned char, 2>{0x01, 0xfe}), "01fe");
  EXPECT_EQ(from_hex("000fa5ff"), bytes);
  EXPECT_EQ(from_hex("000FA5FF"), bytes);
  EXPECT_EQ(from_hex(""), "");
}

TEST(Hex, what_is_not_in_pairs_of_digits_spells_no_bytes) {
  for (const char* digits : {"0", "000", "0g", "g0", " 0", "0x"})
    EXPECT_EQ(from_hex(digits), std::nullopt) << digits;
}

TEST(Hex, is_appended_behind_what_is_there) {
  std::string text = "sha256:";
  append_hex(text, "az");
  EXPECT_EQ(text, "sha256:617a");
}

TEST(Hex, a_number_has_no_leading_zeros) {
  EXPECT_EQ(hex_number(0), "0");
  EXPECT_EQ(hex_number(4'096), "1000");
  EXPECT_EQ(hex_number(SIZE_MAX), std::string(2 * sizeof(SIZE_MAX), 'f'));
}

TEST(Hex, a_byte_is_escaped_in_capitals) { EXPECT_EQ(percent_escape('\xaf'), "%AF"); }

}  // namespace
}  // namespace locker
