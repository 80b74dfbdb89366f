#include "lib/serve/form_body.hpp"

#include <gmock/gmock.h>

namespace locker::serve {
namespace {

using ::testing::SizeIs;
using Fields = http::Parameters;

TEST(FormBody, has_plain_fields_the_first_of_each_name) {
  EXPECT_EQ(read_form_body("a=1+2&b=caf%c3%A9&a=3&&c=&d"),
            (Fields{{"a", "1 2"}, {"b", "caf\xC3\xA9"}, {"c", ""}, {"d", ""}}));
  EXPECT_EQ(read_form_body(""), Fields());
}

TEST(FormBody, makes_an_object_of_nested_names) {
  EXPECT_EQ(read_form_body("type=a%2Fb&obj[x]=1&obj%5By%5D%5Bz%5D=%22"),
            (Fields{{"type", "a/b"}, {"obj", R"({"x":"1","y":{"z":"\""}})"}}));
  EXPECT_EQ(read_form_body("obj[list][]=1&obj[list][]=2&a[0]=x&a[1]=y"),
            (Fields{{"obj", R"({"list":["1","2"]})"}, {"a", R"(["x","y"])"}}));
}

TEST(FormBody, passes_over_what_does_not_fit_into_what_is_there) {
  EXPECT_EQ(read_form_body("o[a]=1&o[a][b]=2&o[a]=3"), (Fields{{"o", R"({"a":"1"})"}}));
  EXPECT_EQ(read_form_body("o[]=1&o[x]=2"), (Fields{{"o", R"(["1"])"}}));
  EXPECT_EQ(read_form_body("o=1&o[x]=2"), (Fields{{"o", "1"}}));
}

TEST(FormBody, takes_other_brackets_for_a_plain_name) {
  for (const char* name : {"[a]", "a[", "a[b", "a[b]c", "a]"})
    EXPECT_EQ(read_form_body(std::string(name) + "=1"), (Fields{{name, "1"}})) << name;
}

TEST(FormBody, is_read_as_far_as_any_honest_one_goes) {
  std::string many, deep = "o";
  for (int i = 0; i < 5'000; ++i) many += "f" + std::to_string(i) + "=&";
  EXPECT_THAT(read_form_body(many), SizeIs(1'000));
  for (int i = 0; i < 1'000; ++i) deep += "[x]";
  EXPECT_EQ(read_form_body(deep + "=1"), (Fields{{deep, "1"}}));
}

}  // namespace
}  // namespace locker::serve
