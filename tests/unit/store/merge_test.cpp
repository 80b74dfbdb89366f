#include "lib/store/merge.hpp"

#include <gtest/gtest.h>

#include "lib/store/fields.hpp"

namespace locker::store {
namespace {

ShapeForm form(std::string_view raw, int rank, int at, std::string_view dropped = {}) {
  return {raw, dropped, rank, from_millis(at), from_millis(at)};
}

TEST(Fields, are_found_as_spelled) {
  const auto fields = top_level_fields(R"( { "a" : {"x":"},{","y":[1,{"z":2}]} , "b\"c":1.50 ,"d":[ ] } )");
  ASSERT_EQ(fields.size(), 3u);
  EXPECT_EQ(fields[0].value, R"({"x":"},{","y":[1,{"z":2}]})");
  EXPECT_EQ(fields[1].key, R"(b\"c)");
  EXPECT_EQ(fields[1].value, "1.50");
  EXPECT_EQ(fields[2].value, "[ ]");
  EXPECT_TRUE(top_level_fields("[1]").empty());
  EXPECT_TRUE(top_level_fields("{}").empty());
}

TEST(Merge, prefers_the_latest_that_carries_a_field_and_the_fuller_of_the_same_time) {
  EXPECT_EQ(
      merge_shapes({form(R"({"id":"1","a":1})", 0, 10), form(R"({"id":"1","a":2,"b":3})", 1, 20)}, nullptr),
      R"({"id":"1","a":2,"b":3})");
  EXPECT_EQ(merge_shapes({form(R"({"a":2,"b":3})", 1, 10), form(R"({"a":1})", 0, 10)}, nullptr),
            R"({"a":1,"b":3})");
}

TEST(Merge, lets_a_field_vanish_only_where_its_shape_had_told_it) {
  EXPECT_EQ(merge_shapes({form(R"({"a":1})", 0, 20, R"(["b"])"), form(R"({"b":3})", 1, 10)}, nullptr),
            R"({"a":1})");
  EXPECT_EQ(merge_shapes({form(R"({"a":1})", 0, 10, R"(["b"])"), form(R"({"b":3})", 1, 20)}, nullptr),
            R"({"a":1,"b":3})");
}

TEST(Merge, takes_counters_from_the_latest_look) {
  connector::Type type;
  type.volatile_fields = {"counts.likes"};
  ShapeForm looked = form(R"({"counts":5})", 0, 10);
  looked.looked = from_millis(30);
  EXPECT_EQ(merge_shapes({looked, form(R"({"counts":4})", 1, 20)}, &type), R"({"counts":5})");
}

TEST(Merge, sees_two_names_of_a_field_as_one) {
  connector::Type type;
  type.aliases = {{"old", "new"}};
  EXPECT_EQ(merge_shapes({form(R"({"new":2})", 0, 20), form(R"({"old":1})", 1, 10)}, &type), R"({"new":2})");
}

TEST(Dropped, names_what_a_shape_carried_and_lacks) {
  EXPECT_EQ(dropped_fields(R"({"a":1,"b":2})", R"(["c","d"])", R"({"a":1,"d":1})"), R"(["b","c"])");
  EXPECT_EQ(dropped_fields(R"({"a":1})", "", R"({"a":2})"), "");
}

}  // namespace
}  // namespace locker::store
