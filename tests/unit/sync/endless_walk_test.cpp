#include "lib/sync/endless_walk.hpp"

#include <gtest/gtest.h>

#include <string>

#include "lib/base/error.hpp"

namespace locker::sync {
namespace {

TEST(EndlessWalk, FollowsATokenOnce) {
  EndlessWalk walk;
  walk.begin({});
  walk.leads_to("a");
  walk.leads_to("b");
  EXPECT_THROW(walk.leads_to("a"), Error);
}

TEST(EndlessWalk, IsNotLedBackToWhereItBegan) {
  EndlessWalk walk;
  walk.begin("resumed here");
  EXPECT_THROW(walk.leads_to("resumed here"), Error);
}

TEST(EndlessWalk, MayMeetItsTokensAgainWhenItBeginsAnew) {
  EndlessWalk walk;
  walk.begin({});
  walk.leads_to("a");
  walk.begin({});
  EXPECT_NO_THROW(walk.leads_to("a"));
}

TEST(EndlessWalk, EndsWhereEachPageLeadsOnAndNoneTellsAnything) {
  EndlessWalk walk;
  walk.begin({});
  for (int page = 0; page < 99; ++page) walk.told(false);
  EXPECT_NO_THROW(walk.leads_to("99"));
  walk.told(true);
  for (int page = 0; page < 99; ++page) walk.told(false);
  EXPECT_NO_THROW(walk.leads_to("199"));
  walk.told(false);
  EXPECT_THROW(walk.leads_to({}), Error);
}

TEST(EndlessWalk, BeginsAgainThreeTimes) {
  EndlessWalk walk;
  for (int restart = 0; restart < 3; ++restart) EXPECT_NO_THROW(walk.begins_again());
  EXPECT_THROW(walk.begins_again(), Error);
}

}  // namespace
}  // namespace locker::sync
