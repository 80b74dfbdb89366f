#include "lib/serve/process/supervisor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <future>

#include "lib/base/error.hpp"
#include "tests/unit/support/temporary_folder.hpp"

namespace locker::serve {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// Runs services that are shell scripts, by id.
class SupervisorTest : public ::testing::Test {
 protected:
  SupervisorTest() { signal(SIGPIPE, SIG_IGN); }  // as the program does
  LaunchPlan plan(const std::string& id) {
    ++starts_[id];
    return {{{"sh", "-c", scripts.at(id)}, "/"}, "{}"};
  }
  void note(const std::string& line) {
    const std::lock_guard guard(mutex_);
    notes_.push_back(line);
  }
  std::vector<std::string> notes() {
    const std::lock_guard guard(mutex_);
    return notes_;
  }
  static bool is_gone(const std::string& id, const Supervisor& asked) {
    const auto deadline = std::chrono::steady_clock::now() + 60s;
    while (asked.running(id) && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
    return !asked.running(id);
  }
  /// Returns `502 exited`, as reported to a client.
  std::string failure_of(const std::string& id) { return failure_of(id, supervisor); }
  static std::string failure_of(const std::string& id, Supervisor& asked) {
    try {
      (void)asked.enter(id, {});
    } catch (const ServiceFailure& failure) {
      return std::to_string(failure.status) + " " + failure.kind;
    }
    return "entered";
  }

  std::map<std::string, std::string> scripts{
      {"good", "echo '{\"port\": 1}'; read line; exec sleep 1000"},
      {"dying", "exit 3"},
      {"mute", "exec sleep 1000"},
      {"loud", "echo hello; exec sleep 1000"},
      {"portless", "echo '{}'; exec sleep 1000"},
      {"stubborn", "trap '' TERM; echo '{\"port\": 1}'; while :; do sleep 1000; done"}};
  std::mutex mutex_;
  std::vector<std::string> notes_;
  std::map<std::string, int> starts_;
  /// Long timeouts: the tests must not depend on the speed of the machine.
  SupervisorSettings settings{.handshake = 60s, .idle = 60s, .grace = 200ms};
  std::function<void()> before_started = [] {};
  Supervisor supervisor = make(settings);

  Supervisor make(const SupervisorSettings& chosen) {
    return Supervisor(LOCKER_PROGRAM, {"__guardian"}, chosen,
                      [this](const std::string& id, int) { return plan(id); },
                      {.started =
                           [this](const std::string& id, pid_t, int) {
                             before_started();
                             note(id + " started");
                           },
                       .ended = [this](const std::string& id, const std::string&) { note(id + " ended"); },
                       .failed = [this](const std::string& id, const std::string&) { note(id + " failed"); },
                       .log = [](const std::string&, std::string_view) {}});
  }
};

TEST_F(SupervisorTest, starts_a_service_once_for_all_who_want_it) {
  std::vector<std::future<std::uint64_t>> lives;
  for (int i = 0; i < 8; ++i)
    lives.push_back(
        std::async(std::launch::async, [&] { return supervisor.enter("good", {}).generation(); }));
  std::set<std::uint64_t> distinct;
  for (auto& life : lives) distinct.insert(life.get());
  EXPECT_EQ(distinct.size(), 1u);
  EXPECT_EQ(starts_["good"], 1);
}

TEST_F(SupervisorTest, says_why_a_service_cannot_be_had) {
  EXPECT_EQ(failure_of("dying"), "502 exited");
  EXPECT_EQ(failure_of("unknown"), "502 cannot-start");
  EXPECT_EQ(failure_of("loud"), "502 bad-handshake");
  EXPECT_EQ(failure_of("dying"), "502 exited") << "each is tried anew";
  EXPECT_EQ(starts_["dying"], 2);
}

TEST_F(SupervisorTest, gives_up_on_a_service_that_says_nothing) {
  settings.handshake = 100ms;
  Supervisor impatient = make(settings);
  EXPECT_EQ(failure_of("mute", impatient), "504 no-handshake");
}

TEST_F(SupervisorTest, takes_the_suggested_port_where_the_service_names_none) {
  EXPECT_GT(supervisor.enter("portless", {}).port(), 0);
}

TEST_F(SupervisorTest, lets_those_who_were_held_go_one_after_the_other) {
  auto first = std::make_optional(supervisor.enter("good", {}));
  auto second = std::async(std::launch::async, [&] { return supervisor.enter("good", {}); });
  EXPECT_EQ(second.wait_for(100ms), std::future_status::timeout) << "the first one's request is not written";
  first->sent();
  (void)second.get();
}

TEST_F(SupervisorTest, stops_what_is_idle_and_kills_what_does_not_listen) {
  settings.idle = 300ms;
  Supervisor tidy = make(settings);
  (void)tidy.enter("stubborn", {});
  EXPECT_TRUE(is_gone("stubborn", tidy));
  EXPECT_EQ(failure_of("stubborn", tidy), "entered");
}

TEST_F(SupervisorTest, tells_of_a_beginning_before_its_end) {
  before_started = [this, is_first = true]() mutable {
    if (!std::exchange(is_first, false)) return;
    EXPECT_TRUE(is_gone("good", supervisor));
  };
  (void)supervisor.enter("good", {});
  supervisor.stop("good");
  (void)supervisor.enter("good", {});
  ASSERT_GE(notes().size(), 2u);
  EXPECT_EQ(notes()[0], "good started");
  EXPECT_EQ(notes()[1], "good ended");
}

TEST_F(SupervisorTest, stops_a_starting_service_once_it_has_started) {
  const test::TemporaryFolder folder;
  const std::string gate = folder.path() / "gate";
  ASSERT_EQ(mkfifo(gate.c_str(), 0600), 0);
  scripts["slow"] = "test -p " + gate + " && cat " + gate + "; echo '{\"port\": 1}'; exec sleep 1000";
  settings.idle = 1h;
  Supervisor asked = make(settings);
  auto held = std::async(std::launch::async, [&] { (void)asked.enter("slow", {}); });
  {
    const std::ofstream opened(gate);  // blocks until the service runs, which then waits for its end
    asked.stop("slow");
    std::filesystem::remove(gate);
  }
  held.get();
  const auto deadline = std::chrono::steady_clock::now() + 60s;
  const auto has_ended = [&] { return std::ranges::count(notes(), "slow ended") > 0; };
  while (!has_ended() && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
  EXPECT_TRUE(has_ended());
}

TEST_F(SupervisorTest, tells_of_an_end_before_a_new_beginning) {
  for (int times = 0; times < 3; ++times) {
    const auto life = supervisor.enter("good", {}).generation();
    supervisor.stop("good");
    EXPECT_NE(supervisor.enter("good", {}).generation(), life);
    supervisor.stop("good");
  }
  (void)supervisor.enter("good", {});
  const auto all = notes();
  for (std::size_t at = 0; at < all.size(); ++at)
    EXPECT_EQ(all[at], at % 2 == 0 ? "good started" : "good ended") << at;
}

TEST_F(SupervisorTest, lets_nobody_in_once_it_ends) {
  supervisor.end(0ms);
  EXPECT_THROW((void)supervisor.enter("good", {}), Error);
}

TEST_F(SupervisorTest, lets_those_go_who_wait_when_they_are_asked_to_stop) {
  std::stop_source stop;
  auto waiting = std::async(std::launch::async, [&] { (void)supervisor.enter("mute", stop.get_token()); });
  stop.request_stop();
  EXPECT_THROW(waiting.get(), Error);
}

}  // namespace
}  // namespace locker::serve
