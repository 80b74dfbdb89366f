#include "lib/rows/page_address.hpp"

#include <gtest/gtest.h>

namespace locker::rows {
namespace {

std::string address(const std::string& field, std::string_view json) {
  connector::Type type;
  type.address_field = field;
  return plain(page_address(json, type));
}

constexpr char kTalk[] =
    R"({"of":{"url":"https://api.example/repos/o/r/pulls/7"},"home":"https://example/o/r",
  "name":"o/r","none":null,"count":7})";

TEST(PageAddress, is_a_field_of_the_record) {
  EXPECT_EQ(address("home", kTalk), "https://example/o/r");
  EXPECT_EQ(address("of.url", kTalk), "https://api.example/repos/o/r/pulls/7");
  EXPECT_EQ(address("absent", kTalk), "");
}

TEST(PageAddress, is_made_of_fields) {
  EXPECT_EQ(address("https://example/{name}", kTalk), "https://example/o/r");
  EXPECT_EQ(address("{home}/pull/{of.url:/pulls/}", kTalk), "https://example/o/r/pull/7");
}

TEST(PageAddress, is_the_first_of_which_the_record_has_all) {
  EXPECT_EQ(
      address("{absent} {none} {count} {home}/issue/{of.url:/issues/} {home}/pull/{of.url:/pulls/} {home}",
              kTalk),
      "https://example/o/r/pull/7");
  EXPECT_EQ(address("{home}/{absent} {home}", kTalk), "https://example/o/r");
  EXPECT_EQ(address("{absent}/{home} {none}", kTalk), "");
}

TEST(PageAddress, of_a_broken_template_is_none) { EXPECT_EQ(address("{absent", kTalk), ""); }

}  // namespace
}  // namespace locker::rows
