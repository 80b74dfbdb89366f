#include "lib/serve/request_limiter.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace locker::serve {
namespace {

/// Returns as many permits as are granted.
std::vector<RequestLimiter::Permit> fill(RequestLimiter& limiter, const std::string& service,
                                         bool by_service) {
  std::vector<RequestLimiter::Permit> permits;
  while (auto permit = limiter.enter(service, by_service)) permits.push_back(std::move(*permit));
  return permits;
}

TEST(RequestLimiter, has_an_end_among_services_that_leaves_room_for_people) {
  RequestLimiter limiter;
  const auto by_services = fill(limiter, "a", true);
  EXPECT_EQ(by_services.size(), 64u);
  EXPECT_TRUE(limiter.enter("a", false));
  EXPECT_TRUE(limiter.enter("b", true)) << "each service has its own";
  EXPECT_EQ(fill(limiter, "a", false).size(), 936u);
}

TEST(RequestLimiter, lets_in_again_when_someone_leaves) {
  RequestLimiter limiter;
  auto permits = fill(limiter, "a", true);
  permits.pop_back();
  EXPECT_EQ(fill(limiter, "a", true).size(), 1u);
  permits.clear();
  EXPECT_EQ(fill(limiter, "a", true).size(), 64u);
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
