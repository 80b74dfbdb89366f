#include "lib/sync/budget.hpp"

#include <gmock/gmock.h>

namespace locker::sync {
namespace {

TEST(Budget, lets_everything_through_without_a_cap) {
  Caps none;
  EXPECT_EQ(Budget(none, "a", std::nullopt, 0).fit(100, 5, 1'000), 100);
}

TEST(Budget, reduces_a_page_to_what_is_left) {
  Caps caps{.cost = 30'000, .items = {}};
  Budget budget(caps, "a", std::nullopt, 0);
  EXPECT_EQ(budget.fit(100, 5, 1'000), 30);
  budget.spend(27, 27'000);
  EXPECT_EQ(budget.fit(100, 5, 1'000), std::nullopt);
  EXPECT_EQ(budget.fit(100, 3, 1'000), 3);
}

TEST(Budget, counts_items_over_all_accounts_of_a_run) {
  Caps caps{.cost = {}, .items = 10};
  Budget first(caps, "a", std::nullopt, 0);
  first.spend(8, 0);
  EXPECT_EQ(Budget(caps, "b", std::nullopt, 0).fit(100, 1, 1'000), 2);
}

TEST(Budget, holds_the_month_unless_the_command_line_names_a_cost) {
  Caps caps;
  EXPECT_EQ(Budget(caps, "a", 10'000, 8'000).fit(100, 1, 1'000), 2);
  caps.cost = 50'000;
  caps.cost_replaces_budget = true;
  EXPECT_EQ(Budget(caps, "a", 10'000, 8'000).fit(100, 1, 1'000), 50);
}

TEST(Budget, holds_the_month_beside_a_cost_that_is_set_for_every_run) {
  Caps caps{.cost = 50'000, .items = {}};
  EXPECT_EQ(Budget(caps, "a", 10'000, 8'000).fit(100, 1, 1'000), 2);
  EXPECT_FALSE(Budget(caps, "a", 10'000, 8'000).has_room_for(3, 1'000));
  EXPECT_EQ(Budget(caps, "a", 90'000, 8'000).fit(100, 1, 1'000), 50) << "the smaller one counts";
  EXPECT_EQ(Budget(caps, "a", std::nullopt, 0).fit(100, 1, 1'000), 50);
}

TEST(Budget, an_overdrawn_month_fits_nothing) {
  Caps caps;
  EXPECT_EQ(Budget(caps, "a", 10'000, 12'000).fit(100, 1, 1'000), std::nullopt);
  EXPECT_FALSE(Budget(caps, "a", 10'000, 12'000).has_room_for(1, 1));
}

TEST(Budget, names_what_is_used_up_and_the_next_command) {
  Caps caps;
  const Error month = Budget(caps, "twitter", 10'000'000, 9'999'000).exhausted(5, 1'000);
  EXPECT_EQ(month.kind(), ErrorKind::payment);
  EXPECT_THAT(month.what(), testing::HasSubstr("monthly budget of $10"));
  EXPECT_THAT(month.hint(), testing::HasSubstr("locker budget twitter"));
  caps.items = 3;
  EXPECT_THAT(Budget(caps, "a", std::nullopt, 0).exhausted(5, 1'000).what(),
              testing::HasSubstr("--max-items"));
  caps = {.cost = 3'000, .items = {}};
  EXPECT_THAT(Budget(caps, "a", std::nullopt, 0).exhausted(5, 1'000).what(),
              testing::HasSubstr("--max-cost"));
  EXPECT_THAT(Budget(caps, "a", 9'000, 8'000).exhausted(5, 1'000).what(),
              testing::HasSubstr("monthly budget"));
  EXPECT_THAT(Budget(caps, "a", 9'000, 8'000).undecided(50, 1'000).what(),
              testing::HasSubstr("monthly budget"));
}

}  // namespace
}  // namespace locker::sync
