#include "lib/sync/poll_times.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/unit/support/temporary_folder.hpp"

namespace locker::sync {
namespace {

using std::chrono::seconds;

const Instant kPolled = from_millis(1'700'000'000'000);
const store::StreamName kEvents{"events", ""};

class PollTimesTest : public ::testing::Test {
 protected:
  PollTimesTest() : home(folder.path()) { home.create_account("github"); }
  [[nodiscard]] bool may_ask(Instant now) const { return PollTimes(home, "github").may_ask(kEvents, now); }

  test::TemporaryFolder folder;
  Home home;
};

TEST_F(PollTimesTest, hold_up_a_stream_for_as_long_as_the_service_said_from_run_to_run) {
  EXPECT_TRUE(may_ask(kPolled));
  PollTimes(home, "github").note(kEvents, kPolled, seconds(60));
  EXPECT_FALSE(may_ask(kPolled + seconds(59)));
  EXPECT_TRUE(may_ask(kPolled + seconds(60)));
  EXPECT_TRUE(PollTimes(home, "github").may_ask({"notifications", ""}, kPolled));
}

TEST_F(PollTimesTest, hold_up_nothing_for_ever) {
  PollTimes(home, "github").note(kEvents, kPolled, seconds(1'000'000));
  EXPECT_TRUE(may_ask(kPolled + std::chrono::hours(1)));
  EXPECT_TRUE(may_ask(kPolled - std::chrono::hours(24))) << "a clock that was set back";
}

TEST_F(PollTimesTest, that_cannot_be_read_hold_up_nothing) {
  for (const char* text : {"", "[", "[]", R"({"events":1})", R"({"events":"soon"})"}) {
    std::ofstream(home.account("github") / "polls.json") << text;
    EXPECT_TRUE(may_ask(kPolled)) << text;
  }
}

}  // namespace
}  // namespace locker::sync
