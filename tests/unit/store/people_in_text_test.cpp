#include "lib/store/people_in_text.hpp"

#include <gmock/gmock.h>

namespace locker::store {
namespace {

TEST(PeopleInText, are_called_by_their_names_where_their_ids_stand_alone) {
  const auto call = [](std::string_view id) { return id == "14" ? std::string_view("@jo") : id; };
  EXPECT_EQ(with_names("added 14, 12", {"14", "12"}, call), "added @jo, 12");
  EXPECT_EQ(with_names("14", {"14"}, call), "@jo");
  EXPECT_EQ(with_names("in 2014, 14a and (14)", {"14"}, call), "in 2014, 14a and (@jo)");
  EXPECT_EQ(with_names("added 14", {"12"}, call), "added 14");
  EXPECT_EQ(with_names("", {"14"}, call), "");
}

}  // namespace
}  // namespace locker::store
