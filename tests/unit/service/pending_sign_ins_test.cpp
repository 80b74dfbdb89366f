#include "lib/service/pending_sign_ins.hpp"

#include <gtest/gtest.h>

namespace locker::service {
namespace {

using std::chrono::minutes;

const Instant kNow = from_millis(1'700'000'000'000);

PendingSignIn begun(const std::string& client, Instant until = kNow + minutes(60)) {
  return {.client = {client, Secret("s")}, .budget = "10", .pkce = auth::make_pkce(), .until = until};
}

TEST(PendingSignIns, are_taken_once_by_their_state) {
  PendingSignIns all;
  all.add("one", begun("a"), kNow);
  all.add("other", begun("b"), kNow);
  EXPECT_FALSE(all.take("foreign", kNow));
  EXPECT_FALSE(all.take("", kNow));
  EXPECT_EQ(all.take("one", kNow)->client.id, "a");
  EXPECT_FALSE(all.take("one", kNow));
  EXPECT_EQ(all.take("other", kNow)->client.id, "b");
}

TEST(PendingSignIns, end_with_their_time) {
  PendingSignIns all;
  all.add("one", begun("a", kNow + minutes(1)), kNow);
  EXPECT_FALSE(all.take("one", kNow + minutes(1)));
}

TEST(PendingSignIns, are_a_bounded_number_of_which_the_oldest_goes_first) {
  PendingSignIns all;
  constexpr int kMany = 1'000;
  for (int i = 0; i < kMany; ++i) all.add(std::to_string(i), begun("a", kNow + minutes(60 + i)), kNow);
  int left = 0;
  for (int i = 0; i < kMany; ++i) left += all.take(std::to_string(i), kNow) ? 1 : 0;
  EXPECT_EQ(left, 16);
  all.add("new", begun("b"), kNow);
  EXPECT_TRUE(all.take("new", kNow));
}

}  // namespace
}  // namespace locker::service
