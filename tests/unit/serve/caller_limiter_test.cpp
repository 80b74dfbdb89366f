#include "lib/serve/caller_limiter.hpp"

#include <gtest/gtest.h>

#include <future>
#include <vector>

namespace locker::serve {
namespace {

constexpr bool kPassedOn = true;

/// Returns as many permits as are granted.
std::vector<CallerLimiter::Permit> fill(CallerLimiter& limiter, const std::string& service) {
  std::vector<CallerLimiter::Permit> permits;
  while (auto permit = limiter.enter(service, kPassedOn, {})) permits.push_back(std::move(*permit));
  return permits;
}

TEST(CallerLimiter, leaves_a_quarter_of_all_to_people_and_another_to_other_services) {
  CallerLimiter limiter(40);
  const auto first = fill(limiter, "a"), second = fill(limiter, "b");
  EXPECT_EQ(first.size(), 20u);
  EXPECT_EQ(second.size(), 10u);
  EXPECT_FALSE(limiter.enter("c", kPassedOn, {}));
}

TEST(CallerLimiter, reports_refusals_of_each_service_once_in_a_while) {
  CallerLimiter limiter(40);
  EXPECT_TRUE(limiter.is_worth_a_report("a"));
  EXPECT_FALSE(limiter.is_worth_a_report("a"));
  EXPECT_TRUE(limiter.is_worth_a_report("b"));
}

TEST(CallerLimiter, lets_in_again_when_someone_leaves) {
  CallerLimiter limiter(40);
  auto permits = fill(limiter, "a");
  permits.pop_back();
  EXPECT_EQ(fill(limiter, "a").size(), 1u);
}

TEST(CallerLimiter, has_so_many_of_a_service_answered_at_once_while_others_wait) {
  CallerLimiter limiter(2'000);
  std::vector<std::optional<CallerLimiter::Permit>> under_way;
  for (int i = 0; i < 64; ++i) under_way.push_back(limiter.enter("a", !kPassedOn, {}));
  EXPECT_TRUE(under_way.back());
  std::stop_source ended;
  ended.request_stop();
  EXPECT_FALSE(limiter.enter("a", !kPassedOn, ended.get_token()));
  EXPECT_TRUE(limiter.enter("b", !kPassedOn, ended.get_token()));
  EXPECT_TRUE(limiter.enter("a", kPassedOn, ended.get_token()));
  auto waiting =
      std::async(std::launch::async, [&] { return limiter.enter("a", !kPassedOn, {}).has_value(); });
  under_way.pop_back();
  EXPECT_TRUE(waiting.get());
}

}  // namespace
}  // namespace locker::serve
