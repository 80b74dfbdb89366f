#include "lib/rows/field.hpp"

#include <gtest/gtest.h>

namespace locker::rows {
namespace {

constexpr char kPost[] =
    R"({"id":"20","text":"caf\u00e9 \"x\"\n","count":1.50,"great":123456789012345678901234567890,
  "yes":true,"none":null,"empty":"","list":[],"0":"zero","text_2":"two",
  "public_metrics":{"like_count":5},
  "entities":{"urls":[{"expanded_url":"https://a.example"},{"expanded_url":"https://b.example/?q=[1,2]"}]},
  "deep":[[1,[2,{"a":"b"}]]],
  "place": {
    "name": "Bad  Ischl",
    "at": [ 47.7, 13.6 ]
  }})";

std::string at(std::string_view path, std::string_view object = kPost) {
  std::string out;
  append_json(out, json_field(object, path));
  return out;
}

TEST(JsonField, a_path_leads_through_objects_and_arrays) {
  EXPECT_EQ(at("id"), "\"20\"");
  EXPECT_EQ(at("public_metrics.like_count"), "5");
  EXPECT_EQ(at("entities.urls.1.expanded_url"), "\"https://b.example/?q=[1,2]\"");
  EXPECT_EQ(at("deep.0.1.1.a"), "\"b\"");
  EXPECT_EQ(at("0"), "\"zero\"") << "a name may look like a number";
}

TEST(JsonField, what_is_not_there_is_nothing) {
  for (const char* path :
       {"absent", "tex", "text_", "id.x", "id.0", "none", "none.x", "list.0", "entities.urls.2",
        "entities.urls.-1", "entities.urls.x", "entities.urls.99999999999999999999", "entities.urls.0x",
        "public_metrics.like_count.x", "public_metrics..like_count"})
    EXPECT_EQ(at(path), "null") << path;
}

TEST(JsonField, is_nothing_in_what_is_no_object) {
  for (const char* object : {"", "null", "5", "\"id\"", "{", "{\"id\""})
    EXPECT_EQ(at("id", object), "null") << object;
}

TEST(JsonField, text_is_text_and_all_else_is_as_it_is_spelled) {
  EXPECT_EQ(std::get<std::string>(json_field(kPost, "text")), "caf\xC3\xA9 \"x\"\n");
  EXPECT_EQ(at("empty"), "\"\"");
  EXPECT_EQ(at("count"), "1.50");
  EXPECT_EQ(at("great"), "123456789012345678901234567890");
  EXPECT_EQ(at("yes"), "true");
  EXPECT_EQ(at("list"), "[]");
}

TEST(JsonField, an_object_over_several_lines_comes_in_one) {
  EXPECT_EQ(at("place"), R"({"name":"Bad  Ischl","at":[47.7,13.6]})");
}

/// A service may truncate a text in the middle of an emoji; it is stored as received, and shown.
TEST(JsonField, half_of_a_surrogate_pair_does_not_hide_the_text) {
  const char* const cut =
      R"({"text":"cut \ud83d","low":"\ude00!","pair":"\ud83d\ude00","no":"\\ud83d","twice":"\ud83d\ud83d\ude00"})";
  EXPECT_EQ(at("text", cut), "\"cut \xEF\xBF\xBD\"");
  EXPECT_EQ(at("low", cut), "\"\xEF\xBF\xBD!\"");
  EXPECT_EQ(at("pair", cut), "\"\xF0\x9F\x98\x80\"");
  EXPECT_EQ(at("no", cut), R"("\\ud83d")");
  EXPECT_EQ(at("twice", cut), "\"\xEF\xBF\xBD\xF0\x9F\x98\x80\"");
}

TEST(JsonField, a_field_of_two_names_is_found_by_either_and_by_its_own_first) {
  connector::Type type;
  type.aliases = {{"old_name", "new_name"}};
  const auto found = [&](const char* object, const char* path) {
    return plain(json_field(object, path, &type));
  };
  EXPECT_EQ(found(R"({"old_name":"a"})", "new_name"), "a");
  EXPECT_EQ(found(R"({"new_name":"a"})", "old_name"), "a");
  EXPECT_EQ(found(R"({"old_name":"a","new_name":"b"})", "new_name"), "b");
  EXPECT_EQ(found(R"({"in":{"old_name":"a"}})", "in.new_name"), "a");
  EXPECT_EQ(at("new_name", R"({"old_name":"a"})"), "null") << "the type says so, or it is not so";
}

}  // namespace
}  // namespace locker::rows
