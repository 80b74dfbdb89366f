#include <gmock/gmock.h>

#include <thread>

#include "lib/serve/deliveries.hpp"
#include "lib/serve/publisher.hpp"
#include "lib/serve/scheduled_call_runner.hpp"
#include "tests/unit/support/manual_clock.hpp"
#include "tests/unit/support/no_threads.hpp"
#include "tests/unit/support/state_file_text.hpp"
#include "tests/unit/support/temporary_folder.hpp"

/// Errors in core's threads must not end them.
namespace locker::serve {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

class CoreThreads : public ::testing::Test {
 protected:
  /// Makes it impossible to replace this file from now on.
  static void spoil(const std::filesystem::path& file) {
    std::filesystem::remove(file);
    std::filesystem::create_directories(file / "in the way");
  }
  bool comes_into_diary(const std::string& words) const {
    const auto deadline = std::chrono::steady_clock::now() + 60s;
    while (test::text_of(diary.today()).find(words) == std::string::npos) {
      if (std::chrono::steady_clock::now() > deadline) return false;
      std::this_thread::yield();
    }
    return true;
  }

  test::TemporaryFolder folder;
  Home home{folder.path() / "home"};
  connector::Registry registry{{}};
  test::ManualClock clock;
  Diary diary{folder.path(), clock};
  Supervisor supervisor{LOCKER_PROGRAM,
                        {"__guardian"},
                        {},
                        [](const std::string& id, int) -> LaunchPlan {
                          throw ServiceFailure(502, "no-run-command", id + " is no service");
                        },
                        {}};
};

class UnwritableState : public CoreThreads {};

TEST_F(UnwritableState, of_the_schedule_ends_no_call) {
  const auto file = folder.path() / "scheduler.json";
  Schedule schedule(file, clock, [] { return 0.0; });
  schedule.at("nobody", "/first", clock.now());
  spoil(file);
  const ScheduledCallRunner calls(schedule, supervisor, diary, clock,
                                  [](const std::string&) { return false; });
  EXPECT_TRUE(comes_into_diary("the scheduled call of /first is over, which could not be kept"));
  EXPECT_EQ(schedule.entries()[0].failures, 1) << "which is known as long as core runs";
}

TEST_F(UnwritableState, of_listeners_ends_no_delivery) {
  const auto file = folder.path() / "listeners.json";
  Listeners listeners(file);
  listeners.add({"note/other", "calm", "/heard", 0});
  spoil(file);
  ChangeFeed feed(
      home, [] {}, [](const std::string&) {});
  const Deliveries deliveries(home, listeners, feed, supervisor, diary, 1s);
  Publisher publisher(home, registry, clock);
  publisher.publish("notes", {"note/notes", R"({"id":"1"})"});
  EXPECT_TRUE(comes_into_diary("how far calm has heard of type note/other could not be kept"));
  std::filesystem::remove_all(file);
  publisher.publish("notes", {"note/notes", R"({"id":"2"})"});
  const auto deadline = std::chrono::steady_clock::now() + 60s;
  while (!std::filesystem::exists(file) && std::chrono::steady_clock::now() < deadline)
    std::this_thread::yield();
  EXPECT_EQ(Listeners(file).all().at(0).position, feed.last()) << "it goes on";
}

class NoThread : public CoreThreads {};

TEST_F(NoThread, puts_a_scheduled_call_off) {
  Schedule schedule(folder.path() / "scheduler.json", clock, [] { return 0.0; });
  const ScheduledCallRunner calls(schedule, supervisor, diary, clock,
                                  [](const std::string&) { return false; });
  const test::NoThreads full;
  schedule.at("nobody", "/first", clock.now());
  const auto deadline = std::chrono::steady_clock::now() + 60s;
  while (schedule.entries()[0].failures == 0 && std::chrono::steady_clock::now() < deadline)
    std::this_thread::yield();
  EXPECT_THAT(schedule.entries()[0].result, HasSubstr("could not be begun"));
}

}  // namespace
}  // namespace locker::serve
