#include "lib/serve/crowd.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace locker::serve {
namespace {

/// As many as are let in.
std::vector<Crowd::Place> fill(Crowd& crowd, const std::string& service, bool by_service) {
  std::vector<Crowd::Place> places;
  while (auto place = crowd.enter(service, by_service)) places.push_back(std::move(*place));
  return places;
}

TEST(Crowd, has_an_end_among_services_that_leaves_room_for_people) {
  Crowd crowd;
  const auto by_services = fill(crowd, "a", true);
  EXPECT_EQ(by_services.size(), 64u);
  EXPECT_TRUE(crowd.enter("a", false));
  EXPECT_TRUE(crowd.enter("b", true)) << "each service has its own";
  EXPECT_EQ(fill(crowd, "a", false).size(), 936u);
}

TEST(Crowd, lets_in_again_when_someone_leaves) {
  Crowd crowd;
  auto places = fill(crowd, "a", true);
  places.pop_back();
  EXPECT_EQ(fill(crowd, "a", true).size(), 1u);
  places.clear();
  EXPECT_EQ(fill(crowd, "a", true).size(), 64u);
}

}  // namespace
}  // namespace locker::serve
