#include <signal.h>
#include <stdlib.h>

#include <algorithm>
#include <set>

#include "tests/integration/locker_fixture.hpp"

namespace locker::test {
namespace {

constexpr int kKilled = 128 + SIGKILL;
/// How many points are tried without LOCKER_CRASH_ALL=1, spread over all that there are.
constexpr long kShare = 60;

/// Syncs that are killed, run again, and compared with one that was not.
class Crash : public LockerTest {
 protected:
  void SetUp() override {
    sandbox::Settings settings;
    settings.rate_limits = false;
    settings.sizes.posts = 240;
    settings.sizes.likes = 130;
    settings.sizes.bookmarks = 50;
    start(settings);
    ASSERT_EQ(sign_in().code, 0);
  }

  /// Something new, edited, un-liked and deleted.
  void change_the_service() {
    const auto tweets = truth("tweets"), likes = truth("likes"), followers = truth("followers");
    for (int i = 0; i < 3; ++i) order("post", {{"text", "something new " + std::to_string(i)}});
    const std::string written = order("post", {{"text", "written in hast"}})["id"];
    order("edit", {{"id", written}, {"text", "written in haste"}});
    order("delete", {{"id", tweets.at(3)}});
    order("delete", {{"id", tweets.at(120)}});
    order("unlike", {{"id", likes.at(1)}});
    order("unlike", {{"id", likes.at(70)}});
    order("like");
    order("unfollow", {{"direction", "follower"}, {"user", followers.at(2)}});
    order("user", {{"description", "a bio that changed"}});
    order("bookmark");
  }

  /// Keeps the home as it is, as the state from which every attempt begins.
  void keep_as_beginning() {
    std::filesystem::remove_all(folder.path() / "beginning");
    std::filesystem::copy(home, folder.path() / "beginning", std::filesystem::copy_options::recursive);
  }
  void back_to_the_beginning() {
    std::filesystem::remove_all(home);
    std::filesystem::copy(folder.path() / "beginning", home, std::filesystem::copy_options::recursive);
  }

  /// The dump after an uninterrupted sync, and how many points it has.
  struct Uninterrupted {
    std::string dump;
    long requests = 0, writes = 0;
  };
  Uninterrupted without_interruption(const Words& arguments) {
    back_to_the_beginning();
    const long before = requests();
    const auto count = folder.path() / "count";
    const Outcome outcome =
        locker(arguments, {{"LD_PRELOAD", LOCKER_KILLER}, {"LOCKER_KILL_COUNT", count.string()}});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return {dump(), requests() - before, std::stol(text_of(count))};
  }

  void expect_same_after_another_run(const Words& arguments, const std::string& expected,
                                     const std::string& where) {
    const Outcome again = locker(arguments);
    ASSERT_EQ(again.code, 0) << where << ": " << again.err;
    ASSERT_EQ(dump(), expected) << where;
  }

  /// Kills in front of each of `count` numbered points, or a share of them. How many were met.
  template <class KillAt>
  long kill_at_points(long count, KillAt kill_at) {
    const long step = getenv("LOCKER_CRASH_ALL") ? 1 : std::max(1L, count / kShare);
    long met = 0;
    for (long number = 1; number <= count && !HasFatalFailure(); number += step) {
      back_to_the_beginning();
      kill_at(number);
      ++met;
    }
    return met;
  }

  long kill_at_writes(const Words& arguments) {
    const Uninterrupted whole = without_interruption(arguments);
    return kill_at_points(whole.writes, [&](long number) {
      const Outcome killed =
          locker(arguments, {{"LD_PRELOAD", LOCKER_KILLER}, {"LOCKER_KILL_AT", std::to_string(number)}});
      ASSERT_EQ(killed.code, kKilled) << number;
      expect_same_after_another_run(arguments, whole.dump, "write " + std::to_string(number));
    });
  }

  long kill_at_requests(const Words& arguments) {
    const Uninterrupted whole = without_interruption(arguments);
    return kill_at_points(whole.requests, [&](long number) {
      order("fault", {{"kind", "hang"}, {"after", number - 1}});
      Variables variables = environment();
      Process process(command(arguments), variables);
      ASSERT_EQ(question("holding?wait_ms=20000")["holding"], 1) << number;
      process.signal(SIGKILL);
      ASSERT_EQ(process.wait().code, kKilled);
      remove_faults();
      expect_same_after_another_run(arguments, whole.dump, "request " + std::to_string(number));
    });
  }

  long kill_everywhere(const Words& arguments) {
    return kill_at_requests(arguments) + kill_at_writes(arguments);
  }
};

TEST_F(Crash, leaves_no_trace_in_a_first_sync) {
  keep_as_beginning();
  EXPECT_GE(kill_everywhere({"sync", "twitter"}), 25);
}

TEST_F(Crash, leaves_no_trace_in_an_import) {
  const std::string archive = (folder.path() / "a.zip").string();
  const Outcome made = run({"/usr/bin/python3", std::string(fixtures_path()) + "/../archive/make_archive.py",
                            archive, "--posts", "2200", "--with", "all", "--parts", "2"},
                           {{"PATH", "/usr/bin:/bin"}});
  ASSERT_EQ(made.code, 0) << made.err;
  keep_as_beginning();
  EXPECT_GE(kill_at_writes({"import", "twitter", archive, "--account", "other"}), 25);
}

TEST_F(Crash, leaves_no_trace_in_a_sync_with_changes) {
  sync();
  change_the_service();
  keep_as_beginning();
  EXPECT_GE(kill_everywhere({"sync", "twitter"}), 25);
}

TEST_F(Crash, leaves_no_trace_in_a_full_sync_that_finds_removals_and_deletions) {
  sync();
  change_the_service();
  keep_as_beginning();
  EXPECT_GE(kill_everywhere({"sync", "twitter", "--full", "--check-deleted"}), 25);
}

}  // namespace
}  // namespace locker::test
