#include "lib/sync/rate_limit_store.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/unit/support/temporary_folder.hpp"

namespace locker::sync {
namespace {

using http::RateLimit;

const Instant kHeard = from_millis(1'700'000'000'000);

class StoredRateLimits : public ::testing::Test {
 protected:
  StoredRateLimits() : home(folder.path()) { home.create_account("twitter"); }
  void save(const std::vector<RateLimit>& told) {
    http::RateLimits limits;
    for (const auto& one : told) limits.note(one);
    save_limits(home, "twitter", limits);
  }

  test::TemporaryFolder folder;
  Home home;
};

TEST_F(StoredRateLimits, stay_until_the_window_is_told_of_again) {
  EXPECT_TRUE(load_limits(home, "twitter").empty());
  save({{"a", 900, 5, kHeard, kHeard}, {"b", std::nullopt, 0, kHeard, kHeard}});
  save({{"a", 900, 4, kHeard + std::chrono::seconds(60), kHeard}});
  const auto limits = load_limits(home, "twitter");
  ASSERT_EQ(limits.size(), 2u);
  EXPECT_EQ(limits[0].window, "b") << "the scarcest first";
  EXPECT_EQ(limits[0].limit, std::nullopt);
  EXPECT_EQ(limits[1].remaining, 4);
  EXPECT_EQ(limits[1].limit, 900);
  EXPECT_EQ(limits[1].reset, kHeard + std::chrono::seconds(60));
}

TEST_F(StoredRateLimits, are_as_good_as_not_told_where_they_cannot_be_read) {
  for (const char* text : {"", "{", "{}", "[1]", R"([{"window":"a"}])", R"([{"window":1,"remaining":2}])",
                           R"([{"window":"a","remaining":2,"reset":"soon","told":"now"}])"}) {
    std::ofstream(home.account("twitter") / "limits.json") << text;
    EXPECT_TRUE(load_limits(home, "twitter").empty()) << text;
  }
}

}  // namespace
}  // namespace locker::sync
