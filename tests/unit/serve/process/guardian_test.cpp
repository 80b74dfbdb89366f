#include "lib/serve/process/guardian.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <condition_variable>
#include <map>
#include <mutex>

#include "lib/base/error.hpp"
#include "lib/serve/process/process_tree.hpp"

namespace locker::serve {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

class GuardianTest : public ::testing::Test {
 protected:
  Guardian::Spawned spawn(const std::string& script) {
    const auto spawned = guardian.spawn({{"sh", "-c", script}, "/"});
    for (const int end : {spawned.pipes.in, spawned.pipes.out, spawned.pipes.error}) ends_.push_back(end);
    return spawned;
  }
  void TearDown() override {
    for (const int end : ends_) close(end);
  }

  /// Returns how the process ended; absent if it is still running.
  std::optional<int> status_of(pid_t pid) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, 20s, [&] { return statuses_.contains(pid); })) return std::nullopt;
    return statuses_[pid];
  }
  /// Returns its output up to the end of the first line, or to the end of the process.
  static std::string line_of(const Guardian::Spawned& spawned) {
    std::string text;
    pollfd one{spawned.pipes.out, POLLIN, 0};
    for (char byte = 0; poll(&one, 1, 20'000) > 0 && read(one.fd, &byte, 1) == 1 && byte != '\n';)
      text += byte;
    return text;
  }
  static pid_t guardian_pid() {
    for (const pid_t child : descendants_of(getpid())) return child;
    return 0;
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<pid_t, int> statuses_;
  std::vector<int> ends_;
  Guardian guardian{LOCKER_PROGRAM, {"__guardian"}, [this](pid_t pid, int status) {
                      const std::lock_guard guard(mutex_);
                      statuses_[pid] = status;
                      changed_.notify_all();
                    }};
};

TEST_F(GuardianTest, starts_processes_and_tells_how_they_ended) {
  const auto asked = spawn("read line; echo got $line; pwd >&2; exit 7");
  ASSERT_EQ(write(asked.pipes.in, "it\n", 3), 3);
  EXPECT_EQ(line_of(asked), "got it");
  const auto status = status_of(asked.pid);
  ASSERT_TRUE(status);
  EXPECT_EQ(WEXITSTATUS(*status), 7);
}

TEST_F(GuardianTest, says_why_something_cannot_be_started) {
  const auto why = [&](const Launch& launch) -> std::string {
    try {
      (void)guardian.spawn(launch);
    } catch (const Error& error) {
      return error.what();
    }
    return "started";
  };
  EXPECT_THAT(why({{"/no/such/program"}, "/"}), HasSubstr("/no/such/program: No such file"));
  EXPECT_THAT(why({{"sh"}, "/no/such/folder"}), HasSubstr("/no/such/folder: No such file"));
  EXPECT_THAT(why({{"/etc/passwd"}, "/"}), HasSubstr("Permission denied"));
}

TEST_F(GuardianTest, kills_a_process_with_all_that_it_started) {
  // `exec`: a shell that waits might reap the child, and the guardian would not see its status.
  const auto parent = spawn("trap '' TERM; setsid sleep 1000 & echo $!; exec sleep 1000");
  const pid_t child = std::stoi(line_of(parent));
  guardian.kill(parent.pid, SIGKILL);
  const auto status = status_of(parent.pid);
  ASSERT_TRUE(status);
  EXPECT_EQ(WTERMSIG(*status), SIGKILL);
  EXPECT_TRUE(status_of(child)) << "which became the guardian's own child";
}

TEST_F(GuardianTest, is_replaced_when_it_is_killed_and_what_it_watched_is_told_to_be_gone) {
  const auto watched = spawn("setsid sleep 1000 & echo ready; wait");
  EXPECT_EQ(line_of(watched), "ready");
  kill(guardian_pid(), SIGKILL);
  EXPECT_TRUE(status_of(watched.pid));
  EXPECT_TRUE(is_ending(watched.pid));
  EXPECT_EQ(line_of(spawn("echo again")), "again") << "who wants something waits for the other one";
}

TEST_F(GuardianTest, starts_what_is_wanted_while_it_is_killed_again_and_again) {
  for (int times = 0; times < 5; ++times) {
    kill(guardian_pid(), SIGKILL);
    EXPECT_EQ(line_of(spawn("echo here")), "here") << "once it was killed " << times + 1 << " times";
  }
}

TEST_F(GuardianTest, ends_everything_within_its_grace) {
  const auto stubborn =
      spawn("trap '' TERM HUP INT; setsid sh -c 'trap \"\" TERM; echo ready; sleep 1000' & wait");
  EXPECT_EQ(line_of(stubborn), "ready");
  guardian.end(100ms);
  EXPECT_TRUE(descendants_of(getpid()).empty());
}

TEST_F(GuardianTest, does_not_wait_for_a_process_whose_end_cannot_come) {
  const auto traced = spawn("echo ready; exec sleep 1000");
  EXPECT_EQ(line_of(traced), "ready");
  // Nobody else is told of its end before the tracer has taken note of it.
  ASSERT_EQ(ptrace(PTRACE_SEIZE, traced.pid, nullptr, nullptr), 0);
  guardian.end(100ms);
  EXPECT_TRUE(is_ending(traced.pid));
  int status = 0;
  EXPECT_EQ(waitpid(traced.pid, &status, 0), traced.pid);
}

TEST(ProcessTree, knows_when_a_process_has_begun_to_end) {
  EXPECT_FALSE(is_ending(getpid()));
  const pid_t child = fork();
  if (child == 0) _exit(0);
  siginfo_t info{};
  waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOWAIT);
  EXPECT_TRUE(is_ending(child)) << "though it was not waited for";
  waitpid(child, nullptr, 0);
  EXPECT_TRUE(is_ending(child));
}

TEST_F(GuardianTest, that_has_ended_sends_nothing_to_who_has_its_number_now) {
  guardian.end(0ms);
  std::vector<pollfd> others;  // use the lowest free descriptors, including the guardian's former one
  for (int count = 0; count < 32; ++count) {
    int ends[2];
    ASSERT_EQ(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
    for (const int end : ends) {
      ends_.push_back(end);
      others.push_back({end, POLLIN, 0});
    }
  }
  guardian.kill(getpid(), 0);
  EXPECT_EQ(poll(others.data(), others.size(), 0), 0);
}

}  // namespace
}  // namespace locker::serve
