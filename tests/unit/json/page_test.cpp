#include "lib/json/page.hpp"

#include <gmock/gmock.h>

#include "lib/base/error.hpp"
#include "lib/json/element.hpp"

namespace locker::json {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Page, gives_the_bytes_of_each_element_as_sent) {
  const std::string body =
      "{\"data\":[ {\"id\":\"1\", \"n\":1.0}\t, {\"id\":\"2\",\"t\":\"}]\\\"\"} ]\n,"
      "\"includes\":{\"users\":[{\"id\":\"9\"}]},\"one\":{\"a\":[]} }";
  const Page page(body);
  EXPECT_THAT(page.raw({"data"}),
              ElementsAre("{\"id\":\"1\", \"n\":1.0}", "{\"id\":\"2\",\"t\":\"}]\\\"\"}"));
  EXPECT_THAT(page.raw({"includes", "users"}), ElementsAre("{\"id\":\"9\"}"));
  EXPECT_THAT(page.raw({"one"}), ElementsAre("{\"a\":[]}"));
  EXPECT_THAT(page.raw({"includes", "media"}), IsEmpty());
  EXPECT_THAT(page.raw({"nothing", "here"}), IsEmpty());
  const auto first = page.raw({"data"}).front();
  EXPECT_TRUE(first.data() >= body.data() && first.data() < body.data() + body.size())
      << "a view into the body";
}

TEST(Page, finds_the_bytes_of_members_whose_names_are_escaped_or_given_twice) {
  const std::string body =
      R"({"x":[[{"data":[{"no":1}]}],"}"],"d\u0061ta":[{"a":"\\"},{"b":{"c":[{}]}}],"data":[{"no":2}],)"
      R"("in":{"u":[],"v":{},"\"":[{"w":1}]}})";
  const Page page(body);
  EXPECT_THAT(page.raw({"data"}), ElementsAre(R"({"a":"\\"})", R"({"b":{"c":[{}]}})"));
  EXPECT_EQ(page.root()["data"].items().size(), 2u) << "the same one";
  EXPECT_THAT(page.raw({"in", "u"}), IsEmpty());
  EXPECT_THAT(page.raw({"in", "v"}), ElementsAre("{}"));
  EXPECT_THAT(page.raw({"in", "\""}), ElementsAre(R"({"w":1})"));
  EXPECT_THAT(page.raw({}), ElementsAre(body));
}

TEST(Page, gives_the_bytes_of_a_document_that_is_one_list_or_one_object) {
  const std::string list = " [ {\"a\":1.0} , {\"b\":[]} ] ";
  EXPECT_THAT(Page(list).raw({}), ElementsAre("{\"a\":1.0}", "{\"b\":[]}"));
  const std::string object = " {\"a\": {\"b\":2}} ";
  EXPECT_THAT(Page(object).raw({}), ElementsAre("{\"a\": {\"b\":2}}"));
  const std::string number = "12";
  EXPECT_THAT(Page(number).raw({}), IsEmpty());
}

TEST(Page, says_that_a_web_page_came_in_place_of_json) {
  for (const char* text : {"<!DOCTYPE html><p>Sign in</p>", " \r\n<html>", "\xEF\xBB\xBF<html>"}) try {
      (void)Page(text);
      ADD_FAILURE() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::malformed);
      EXPECT_STREQ(error.what(), "a web page came instead of JSON") << text;
      EXPECT_THAT(error.hint(), ::testing::HasSubstr("sign-in page"));
    }
}

TEST(Page, tells_null_from_what_is_absent) {
  const Page page(R"({"a":null,"b":0})");
  EXPECT_TRUE(page.root()["a"].is_null());
  EXPECT_FALSE(page.root()["b"].is_null());
  EXPECT_FALSE(page.root()["c"].is_null());
}

TEST(Page, reads_values_without_complaint_about_what_is_absent) {
  const std::string body = R"({"a":{"n":12,"s":"34","t":"x\u00e9","b":true},"l":[1,2]})";
  const Page page(body);
  const Value a = page.root()["a"];
  EXPECT_EQ(a["n"].integer(), 12);
  EXPECT_EQ(a["s"].integer(), 34) << "numbers spelled as strings";
  EXPECT_EQ(a["t"].text(), "xé");
  EXPECT_EQ(a["b"].boolean(), true);
  EXPECT_EQ(a["t"].integer(), std::nullopt);
  EXPECT_FALSE(a["none"]["deeper"].exists());
  EXPECT_EQ(a.either("none", "s").text(), "34");
  EXPECT_EQ(page.root()["l"].items().size(), 2u);
  EXPECT_THAT(a["n"].items(), IsEmpty());
  EXPECT_EQ(page.root().members().front().key, "a");
}

/// RFC 8259 allows both, and a service may send them.
TEST(Page, reads_past_what_it_has_no_value_for_and_gives_it_as_sent) {
  for (const char* odd : {"18446744073709551616", "-9223372036854775809", "1e400", "-1.5E+999", R"("\ud800")",
                          R"("x\udc00\ud83d")", R"(["\ud83d\ude00","\uD83D"])"}) {
    const std::string element = std::string(R"({"id":"1","odd":)") + odd + R"(,"b":"\"1e999\""})";
    const std::string body = R"({"data":[)" + element + R"(,{"id":"2"}]})";
    const Page page(body);
    EXPECT_THAT(page.raw({"data"}), ElementsAre(element, R"({"id":"2"})"));
    EXPECT_EQ(page.root()["data"].items()[0]["b"].text(), "\"1e999\"");
    EXPECT_EQ(page.root()["data"].items()[1]["id"].text(), "2");
    EXPECT_FALSE(page.root()["data"].items()[0]["odd"].integer());
  }
  const Page page(R"({"text":"half \ud83d of a pair, and \ud83d\ude00"})");
  EXPECT_EQ(page.root()["text"].text(), "half \xEF\xBF\xBD of a pair, and \xF0\x9F\x98\x80");
}

TEST(Page, leaves_a_list_unread_and_gives_all_else_as_sent) {
  const std::string body = R"({"first":[{"a":1.0}],"data":[{"id":"1"} , {"broken":tru}],"more":{"n":1e400,)"
                           R"("o":"\ud800","users":[{"b":"}"}, {}]}})";
  const std::string unread = R"({"id":"1"} , {"broken":tru})";
  const Page page(body, std::string_view(body).substr(body.find(unread), unread.size()));
  EXPECT_TRUE(page.root()["data"].is_array());
  EXPECT_THAT(page.raw({"data"}), IsEmpty());
  EXPECT_THAT(page.raw({"first"}), ElementsAre(R"({"a":1.0})"));
  EXPECT_THAT(page.raw({"more", "users"}), ElementsAre(R"({"b":"}"})", "{}"));
  EXPECT_THAT(page.raw({}), ElementsAre(body));
  const auto last = page.raw({"more", "users"}).back();
  EXPECT_EQ(last.data() - body.data(), static_cast<std::ptrdiff_t>(body.size() - 5))
      << "a view into the body";
  EXPECT_THROW(Page(R"({"data":[{}],"a":tru})", {}), Error);
}

class Malformed : public ::testing::TestWithParam<const char*> {};

TEST_P(Malformed, pages_are_refused_whole) {
  try {
    const Page page(GetParam());
    FAIL() << "read as good: " << GetParam();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::malformed);
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, Malformed,
                         ::testing::Values("", " ", "{", "{\"data\":[", "{\"a\":1} x", "{\"a\":1}{}",
                                           "{\"a\":tru}", "{\"a\":\"\\q\"}", "{\"a\":01}", "{\"a\":1,}",
                                           "{\"a\" 1}", "\"\xff\"", "{\"a\":\"\n\"}", "{\"a\":nul",
                                           "<html></html>", "{\"data\":[{\"id\":\"1\"}", "{\"a\":1e400",
                                           "{\"a\":1e400,\"b\":tru}", "{\"a\":1e}",
                                           "{\"a\":018446744073709551616}", "{\"a\":\"\\ud800\\ud8\"}"));

TEST(PageRaw, refuses_elements_that_are_no_objects) {
  const std::string body = R"({"data":[1,2]})";
  const Page page(body);
  EXPECT_THROW((void)page.raw({"data"}), Error);
}

TEST(Element, is_no_number_or_text_where_a_list_should_be) {
  const Page page(R"({"list":[{"a":1},{}],"one":{},"none":null,"number":7,"text":"x"})");
  EXPECT_EQ(values_at(page, {"list"}).size(), 2u);
  EXPECT_EQ(values_at(page, {"one"}).size(), 1u);
  for (const auto* name : {"none", "nothing"}) EXPECT_THAT(values_at(page, {name}), IsEmpty()) << name;
  for (const auto* name : {"number", "text"}) EXPECT_THROW((void)values_at(page, {name}), Error) << name;
}

TEST(OptionalText, is_empty_where_there_is_none_and_nothing_else_is_taken_for_that) {
  const Page page(R"({"text":"x","none":null,"number":7,"object":{},"list":["x"],"truth":false})");
  EXPECT_EQ(optional_text(page.root(), "text"), "x");
  EXPECT_EQ(optional_text(page.root(), "none"), "");
  EXPECT_EQ(optional_text(page.root(), "nothing"), "");
  for (const auto* name : {"number", "object", "list", "truth"})
    EXPECT_THROW((void)optional_text(page.root(), name), Error) << name;
}

}  // namespace
}  // namespace locker::json
