#include "lib/json/outline.hpp"

#include <gmock/gmock.h>

#include <string>

namespace locker::json {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Returns the objects found in the list "data".
std::vector<std::string> found(const std::string& body) {
  const auto outlines = outlined(body, "data");
  if (!outlines) return {"nothing"};
  std::vector<std::string> raws;
  for (const auto& object : outlines->objects) raws.emplace_back(object.raw);
  return raws;
}

/// Returns that member of the only object of a list.
std::string member(const std::string& object, const std::string& name) {
  const std::string body = R"({"data":[)" + object + "]}";
  const auto outlines = outlined(body, "data");
  return outlines ? std::string(outlines->objects.at(0)[name]) : "nothing";
}

TEST(Outline, finds_the_bytes_of_each_object) {
  EXPECT_THAT(
      found("{\"meta\":{\"data\":[{\"no\":1}]} , \"data\" : [ {\"id\":\"1\", \"n\":1.0}\t,\n{} ] ,\"x\":1}"),
      ElementsAre("{\"id\":\"1\", \"n\":1.0}", "{}"));
  EXPECT_THAT(found(R"({"data":[]})"), IsEmpty());
}

TEST(Outline, tells_what_stands_between_the_brackets_of_the_list) {
  const std::string body = R"({"data":[ {"id":"1"} ,{}	],"data":[{}]})";
  EXPECT_EQ(outlined(body, "data")->bytes, " {\"id\":\"1\"} ,{}\t");
  EXPECT_EQ(outlined(R"({"data":[ ]})", "data")->bytes, " ");
}

TEST(Outline, is_not_misled_by_brackets_and_quotes_in_strings) {
  EXPECT_THAT(found(R"({"a":"]}\"","data":[{"t":"}]\\\" ,{","u":"\\"},{"[":"{"}]})"),
              ElementsAre(R"({"t":"}]\\\" ,{","u":"\\"})", R"({"[":"{"})"));
}

TEST(Outline, finds_the_end_of_what_is_nested_deeply) {
  const std::string deep =
      R"({"a":)" + std::string(5'000, '[') + "{}" + std::string(5'000, ']') + R"(,"id":"1"})";
  EXPECT_THAT(found(R"({"data":[)" + deep + ",{}]}"), ElementsAre(deep, "{}"));
  EXPECT_EQ(member(deep, "id"), "\"1\"");
}

TEST(Outline, finds_the_end_of_what_holds_any_number_of_tokens) {
  for (int count = 0; count < 20; ++count) {
    std::string list = "[";
    for (int i = 0; i < count; ++i) list += i == 0 ? "[]" : ",7";
    const std::string object = "{\"a\":" + list + "],\"id\":\"1\"}";
    EXPECT_EQ(member(object, "a"), list + "]");
    EXPECT_EQ(member(object, "id"), "\"1\"") << object;
  }
}

TEST(Outline, tells_the_objects_own_members_as_they_are_spelled) {
  const std::string object =
      R"({"entities":{"id":"9","x":[{"id":"8"}]},"n" : -1.50e+2 ,"id": "7"	,"e":[ 1 ],"l":null})";
  EXPECT_EQ(member(object, "id"), "\"7\"") << "not that of an object within";
  EXPECT_EQ(member(object, "n"), "-1.50e+2");
  EXPECT_EQ(member(object, "e"), "[ 1 ]");
  EXPECT_EQ(member(object, "l"), "null");
  EXPECT_EQ(member(object, "x"), "");
  EXPECT_EQ(member(R"({"id":"\u0031"})", "id"), R"("\u0031")") << "unescaped by nobody";
}

TEST(Outline, takes_the_first_of_members_with_one_name) {
  EXPECT_EQ(member(R"({"id":"1","id":"2"})", "id"), "\"1\"");
}

TEST(Outline, gives_up_where_an_escape_may_hide_a_name) {
  EXPECT_THAT(found(R"({"data":[{"\u0069d":"1","id":"2"}]})"), ElementsAre("nothing"));
  EXPECT_THAT(found(R"({"d\u0061ta":[{"id":"1"}],"data":[{"id":"2"}]})"), ElementsAre("nothing"));
  EXPECT_THAT(found(R"({"data":[{"a":{"\u0069d":"1"},"id":"2"}]})"),
              ElementsAre(R"({"a":{"\u0069d":"1"},"id":"2"})"))
      << "of an object within it does not matter";
}

TEST(Outline, gives_up_where_no_list_of_objects_stands) {
  for (const char* other :
       {"", " ", "[]", "7", "{}", R"({"data":{"id":"1"}})", R"({"data":7})", R"({"x":{"data":[{}]}})",
        R"({"data":[1]})", R"({"data":[{},1]})", R"({"data":[[{}]]})", R"({"data":[null]})"})
    EXPECT_THAT(found(other), ElementsAre("nothing")) << other;
}

TEST(Outline, gives_up_where_tokens_stand_where_they_may_not) {
  for (const char* broken : {R"({"data":[{}{}]})",
                             R"({"data":[{},]})",
                             R"({"data":[,{}]})",
                             R"({"data":[{},]]})",
                             R"({"data":[{} x]})",
                             R"({"data":[{}] 7})",
                             R"({"data":[{}]:7})",
                             R"({"a":{} 7,"data":[{}]})",
                             R"({"data":[{"a"}]})",
                             R"({"data":[{"a":}]})",
                             R"({"data":[{"a":1,}]})",
                             R"({"data":[{"a":1 "b":2}]})",
                             R"({"data":[{"a":1;"b":2}]})",
                             R"({"data":[{1:2}]})",
                             R"({"data":[{"a"::1}]})",
                             R"({"data":{}])",
                             R"({"data":[{}})",
                             R"({"data")",
                             R"({"data":)",
                             R"({"data":[)",
                             R"({,"data":[{}]})",
                             "}{",
                             "{{",
                             "]"})
    EXPECT_THAT(found(broken), ElementsAre("nothing")) << broken;
}

TEST(Outline, gives_up_where_the_document_is_cut_in_the_list_or_no_text) {
  const std::string whole = R"({"data":[{"id":"1","a":[{"b":"\"}"}]},{"id":"2"}]})";
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_THAT(found(whole.substr(0, size)), ElementsAre("nothing")) << size;
  EXPECT_EQ(found(whole).size(), 2u);
  EXPECT_EQ(found(whole + "]").size(), 2u) << "what lies behind is for others to read";
  EXPECT_THAT(found("{\"data\":[{\"id\":\"\xff\"}]}"), ElementsAre("nothing"));
  EXPECT_THAT(found("{\"data\":[{\"id\":\"\n\"}]}"), ElementsAre("nothing"));
}

TEST(Outline, checks_nothing_within_an_object) {
  EXPECT_THAT(found(R"({"data":[{"id":"1","a":[}]},{"b":tru,"c":{"d":01:,}}]})"), ElementsAre("nothing"))
      << "unless its end is not where it seems";
  EXPECT_THAT(found(R"({"data":[{"a":tru,"b":{"c" 01:,}}]})"), ElementsAre(R"({"a":tru,"b":{"c" 01:,}})"));
}

}  // namespace
}  // namespace locker::json
