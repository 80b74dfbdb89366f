#include "lib/import/unique_time_keys.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace locker::imports {
namespace {

std::string called(UniqueTimeKeys& names, std::string_view raw, std::int64_t millis = 5, const char* key = "left") {
  store::Observation seen;
  seen.key = key;
  seen.raw = raw;
  seen.time = from_millis(millis);
  names.tell_apart(seen);
  return seen.key;
}

TEST(UniqueTimeKeys, what_is_called_alike_gets_a_number_and_the_same_is_the_same) {
  UniqueTimeKeys names;
  EXPECT_EQ(called(names, "a"), "left");
  EXPECT_EQ(called(names, "b"), "left:2");
  EXPECT_EQ(called(names, "a"), "left");
  EXPECT_EQ(called(names, "c"), "left:3");
  EXPECT_EQ(called(names, "b"), "left:2");
  EXPECT_EQ(called(names, "b", 5, "came"), "came");
}

TEST(UniqueTimeKeys, begins_anew_at_another_time) {
  UniqueTimeKeys names;
  EXPECT_EQ(called(names, "a"), "left");
  EXPECT_EQ(called(names, "b", 6, "left at 6"), "left at 6");
  EXPECT_EQ(called(names, "c", 6, "left at 6"), "left at 6:2");
}

TEST(UniqueTimeKeys, keeps_little_of_any_number_of_them) {
  UniqueTimeKeys names;
  std::string last;
  for (int i = 0; i < 1'100; ++i) last = called(names, std::to_string(i));
  EXPECT_EQ(last, "left:1000");
}

}  // namespace
}  // namespace locker::imports
