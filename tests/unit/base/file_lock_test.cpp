#include "lib/base/file_lock.hpp"

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "lib/base/error.hpp"
#include "tests/unit/support/temporary_folder.hpp"

namespace locker {
namespace {

using Mode = FileLock::Mode;

class Locking : public ::testing::Test {
 protected:
  bool can_take(Mode mode) const { return FileLock::try_acquire(path, mode).has_value(); }

  test::TemporaryFolder folder;
  std::filesystem::path path = folder.path() / "write.lock";
};

TEST_F(Locking, one_alone_or_many_together_hold_it) {
  {
    const auto alone = FileLock::acquire(path, Mode::exclusive);
    EXPECT_FALSE(can_take(Mode::exclusive));
    EXPECT_FALSE(can_take(Mode::shared));
  }
  const auto one = FileLock::acquire(path, Mode::shared);
  const auto other = FileLock::try_acquire(path, Mode::shared);
  EXPECT_TRUE(other);
  EXPECT_FALSE(can_take(Mode::exclusive));
}

TEST_F(Locking, it_is_free_when_its_holder_goes_and_not_when_that_was_moved) {
  {
    auto first = FileLock::acquire(path, Mode::exclusive);
    const FileLock second = std::move(first);
    EXPECT_FALSE(can_take(Mode::exclusive));
  }
  EXPECT_TRUE(can_take(Mode::exclusive));
}

TEST_F(Locking, assigning_another_lock_lets_the_first_go) {
  const auto other_path = folder.path() / "schema.lock";
  auto lock = FileLock::acquire(path, Mode::exclusive);
  lock = FileLock::acquire(other_path, Mode::exclusive);
  EXPECT_TRUE(can_take(Mode::exclusive));
  EXPECT_TRUE(FileLock::is_held(other_path));
}

TEST_F(Locking, a_look_at_the_file_does_not_let_it_go) {
  const auto held = FileLock::acquire(path, Mode::exclusive);
  EXPECT_TRUE(FileLock::is_held(path));
  EXPECT_EQ(FileLock::holder(path), getpid());
  EXPECT_FALSE(can_take(Mode::shared));
}

TEST_F(Locking, only_who_holds_it_alone_is_told) {
  EXPECT_FALSE(FileLock::is_held(path));
  EXPECT_FALSE(std::filesystem::exists(path)) << "looking makes no file";
  const auto held = FileLock::acquire(path, Mode::shared);
  EXPECT_FALSE(FileLock::is_held(path));
}

TEST_F(Locking, who_cannot_take_it_is_told_which_process_holds_it) {
  std::optional<FileLock> held = FileLock::take(path, "the store is being tidied", "wait for it");
  try {
    (void)FileLock::take(path, "the store is being tidied", "wait for it");
    FAIL() << "it was taken twice";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::locked);
    EXPECT_EQ(error.what(), "the store is being tidied (process " + std::to_string(getpid()) + ")");
    EXPECT_EQ(error.hint(), "wait for it");
  }
  held.reset();
  EXPECT_NO_THROW((void)FileLock::take(path, "the store is being tidied", ""));
}

TEST_F(Locking, who_has_just_taken_it_is_named_too) {
  const pid_t ended = fork();
  if (ended == 0) _exit(0);
  waitpid(ended, nullptr, 0);
  const auto held = FileLock::acquire(path, Mode::exclusive);
  std::ofstream(path, std::ios::trunc) << ended << "\n";  // left by a holder that was killed
  std::jthread taker([&] { std::ofstream(path, std::ios::trunc) << getpid() << "\n"; });
  try {
    (void)FileLock::take(path, "a sync is running", "");
    FAIL() << "it was taken twice";
  } catch (const Error& error) {
    EXPECT_EQ(error.what(), "a sync is running (process " + std::to_string(getpid()) + ")");
  }
}

TEST_F(Locking, who_held_it_before_is_not_named) {
  const pid_t ended = fork();
  if (ended == 0) _exit(0);
  waitpid(ended, nullptr, 0);
  const auto held = FileLock::acquire(path, Mode::exclusive);
  std::ofstream(path, std::ios::trunc) << ended << "\n";
  try {
    (void)FileLock::take(path, "a sync is running", "");
    FAIL() << "it was taken twice";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "a sync is running");
  }
}

TEST_F(Locking, an_id_that_cannot_be_read_is_absent) {
  EXPECT_EQ(FileLock::holder(path), std::nullopt);
  for (const char* text : {"", "nobody", "-5\n", "0\n", "99999999999999999999999\n"}) {
    std::ofstream(path, std::ios::trunc) << text;
    EXPECT_EQ(FileLock::holder(path), std::nullopt) << text;
  }
}

TEST_F(Locking, a_shorter_id_replaces_a_longer_one_whole) {
  std::ofstream(path) << "123456789012\n";
  const auto held = FileLock::acquire(path, Mode::exclusive);
  EXPECT_EQ(FileLock::holder(path), getpid());
}

TEST_F(Locking, who_waits_gets_it_after_it_was_let_go) {
  std::atomic<bool> let_go = false, was_let_go = false;
  std::optional<FileLock> held = FileLock::acquire(path, Mode::exclusive);
  std::jthread waiting([&] {
    const auto mine = FileLock::acquire(path, Mode::exclusive);
    was_let_go = let_go.load();
  });
  let_go = true;
  held.reset();
  waiting.join();
  EXPECT_TRUE(was_let_go);
}

TEST_F(Locking, threads_have_their_turns_one_after_the_other) {
  constexpr int kThreads = 4, kTurns = 50;
  std::atomic<int> inside = 0, most = 0, turns = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i)
      threads.emplace_back([&] {
        for (int turn = 0; turn < kTurns; ++turn) {
          const auto mine = FileLock::acquire(path, Mode::exclusive);
          most = std::max(most.load(), ++inside);
          std::this_thread::yield();
          ++turns;
          --inside;
        }
      });
  }
  EXPECT_EQ(most, 1);
  EXPECT_EQ(turns, kThreads * kTurns);
}

/// A process that holds the lock until it is killed.
class Holder {
 public:
  explicit Holder(const std::filesystem::path& path) {
    int ready[2];
    if (pipe(ready) != 0) throw std::runtime_error("no pipe");
    if (id_ = fork(); id_ == 0) {
      const auto held = FileLock::acquire(path, Mode::exclusive);
      if (write(ready[1], "x", 1) != 1) _exit(1);
      for (;;) pause();
    }
    close(ready[1]);
    char byte = 0;
    holds = read(ready[0], &byte, 1) == 1;
    close(ready[0]);
  }
  ~Holder() { end(); }
  Holder(const Holder&) = delete;
  Holder& operator=(const Holder&) = delete;

  void end() {
    if (id_ <= 0) return;
    kill(id_, SIGKILL);
    waitpid(id_, nullptr, 0);
    id_ = 0;
  }
  [[nodiscard]] pid_t id() const { return id_; }

  bool holds = false;

 private:
  pid_t id_ = 0;
};

TEST_F(Locking, another_process_holds_it_until_it_dies) {
  Holder holder(path);
  ASSERT_TRUE(holder.holds);
  EXPECT_FALSE(can_take(Mode::exclusive));
  EXPECT_TRUE(FileLock::is_held(path));
  EXPECT_EQ(FileLock::holder(path), holder.id());
  holder.end();
  EXPECT_FALSE(FileLock::is_held(path));
  EXPECT_TRUE(can_take(Mode::exclusive));
}

TEST_F(Locking, a_file_that_cannot_be_opened_is_named) {
  const auto nowhere = folder.path() / "none" / "write.lock";
  try {
    (void)FileLock::acquire(nowhere, Mode::exclusive);
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::internal);
    EXPECT_THAT(error.what(), ::testing::HasSubstr(nowhere.string()));
  }
  EXPECT_FALSE(FileLock::is_held(nowhere));
}

}  // namespace
}  // namespace locker
