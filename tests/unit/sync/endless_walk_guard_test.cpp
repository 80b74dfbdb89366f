#include "lib/sync/endless_walk_guard.hpp"

#include <gtest/gtest.h>

#include <string>

#include "lib/base/error.hpp"

namespace locker::sync {
namespace {

TEST(EndlessWalkGuard, FollowsATokenOnce) {
  EndlessWalkGuard walk;
  walk.begin({});
  walk.note_next_page("a");
  walk.note_next_page("b");
  EXPECT_THROW(walk.note_next_page("a"), Error);
}

TEST(EndlessWalkGuard, IsNotLedBackToWhereItBegan) {
  EndlessWalkGuard walk;
  walk.begin("resumed here");
  EXPECT_THROW(walk.note_next_page("resumed here"), Error);
}

TEST(EndlessWalkGuard, MayMeetItsTokensAgainWhenItBeginsAnew) {
  EndlessWalkGuard walk;
  walk.begin({});
  walk.note_next_page("a");
  walk.begin({});
  EXPECT_NO_THROW(walk.note_next_page("a"));
}

TEST(EndlessWalkGuard, EndsWhereEachPageLeadsOnAndNoneTellsAnything) {
  EndlessWalkGuard walk;
  walk.begin({});
  for (int page = 0; page < 99; ++page) walk.note_page(false);
  EXPECT_NO_THROW(walk.note_next_page("99"));
  walk.note_page(true);
  for (int page = 0; page < 99; ++page) walk.note_page(false);
  EXPECT_NO_THROW(walk.note_next_page("199"));
  walk.note_page(false);
  EXPECT_THROW(walk.note_next_page({}), Error);
}

TEST(EndlessWalkGuard, BeginsAgainThreeTimes) {
  EndlessWalkGuard walk;
  for (int restart = 0; restart < 3; ++restart) EXPECT_NO_THROW(walk.note_restart());
  EXPECT_THROW(walk.note_restart(), Error);
}

}  // namespace
}  // namespace locker::sync
