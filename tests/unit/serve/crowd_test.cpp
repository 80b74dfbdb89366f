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

TEST(Hops, are_counted_in_a_header_that_may_say_anything) {
  const auto said = [](const std::string& text) { return hops_of({{"locker-hops", text}}); };
  EXPECT_EQ(hops_of({}), 0);
  EXPECT_EQ(said("3"), 3);
  EXPECT_EQ(said("99999999999999999999"), kMostHops);
  for (const char* none : {"", "x", "-5"}) EXPECT_EQ(said(none), 0) << none;
  http::Headers headers{{"LOCKER-HOPS", "3"}, {"X", "y"}, {"Locker-Hops", "4"}};
  set_hops(headers, 5);
  EXPECT_EQ(headers, (http::Headers{{"X", "y"}, {"Locker-Hops", "5"}}));
}

}  // namespace
}  // namespace locker::serve
