#include "lib/serve/members.hpp"

#include <gmock/gmock.h>

#include <array>

namespace locker::serve {
namespace {

using Found = Members;

constexpr std::array<std::string_view, 3> kNames{"a", "b", "caf\xC3\xA9"};

TEST(Members, are_found_as_they_are_spelled) {
  EXPECT_EQ(members(R"({"a":1})", kNames), (Found{{"a", "1"}}));
  EXPECT_EQ(members("\n{ \"b\" : [ 1, {\"a\":2} ] , \"x\":{}, \"a\" :\t1.50\n}\n", kNames),
            (Found{{"a", "1.50"}, {"b", "[ 1, {\"a\":2} ]"}}));
  EXPECT_EQ(members(R"({"x":"\"}{","a":"\\","b":null})", kNames), (Found{{"a", R"("\\")"}, {"b", "null"}}));
}

TEST(Members, of_one_name_are_the_last_of_it_whatever_its_spelling) {
  EXPECT_EQ(members(R"({"\u0061":1,"a":2,"caf\u00e9":true})", kNames),
            (Found{{"a", "2"}, {"caf\xC3\xA9", "true"}}));
}

TEST(Members, of_what_is_no_object_are_none) {
  for (const char* json : {"", " ", "[]", R"([{"a":1}])", R"("a")", "7", "{}", "{ }", R"({"x":{"a":1}})"})
    EXPECT_EQ(members(json, kNames), Found()) << json;
}

TEST(Members, have_a_text_where_they_are_one) {
  EXPECT_EQ(text_of(R"("a \"word\" \ud83d")"), "a \"word\" \xEF\xBF\xBD");
  EXPECT_EQ(text_of("\"\""), "");
  for (const char* other : {"1", "null", "{}", "[\"a\"]", ""})
    EXPECT_EQ(text_of(other), std::nullopt) << other;
}

}  // namespace
}  // namespace locker::serve
