#include "lib/base/atomic_file.hpp"

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "lib/base/error.hpp"
#include "tests/unit/support/temporary_folder.hpp"

namespace locker {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class AtomicFile : public ::testing::Test {
 protected:
  std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const auto& entry : fs::directory_iterator(folder.path()))
      all.push_back(entry.path().filename().string());
    return all;
  }
  mode_t mode() const {
    struct stat about {};
    stat(file.c_str(), &about);
    return about.st_mode & 0777;
  }
  static Error failure_of(const std::function<void()>& act) {
    try {
      act();
    } catch (const Error& error) {
      return error;
    }
    ADD_FAILURE() << "nothing was thrown";
    return {ErrorKind::usage, ""};
  }

  test::TemporaryFolder folder;
  fs::path file = folder.path() / "me.json";
};

TEST_F(AtomicFile, what_was_written_is_read_back_byte_for_byte) {
  std::string every_byte;
  for (int i = 0; i < 300'000; ++i) every_byte += static_cast<char>(i * 7 + i / 256);
  for (const auto& bytes : {every_byte, std::string("short"), std::string(), std::string(16'384, 'x')}) {
    write_file_atomically(file, bytes);
    EXPECT_EQ(read_file(file), bytes) << bytes.size();
  }
}

TEST_F(AtomicFile, its_owner_alone_can_read_it_whatever_lay_there_and_whatever_the_umask) {
  std::ofstream(file) << "open to all";
  fs::permissions(file, fs::perms(0666));
  const mode_t before = umask(0);
  write_file_atomically(file, "secret");
  umask(before);
  EXPECT_EQ(mode(), 0600u);
}

TEST_F(AtomicFile, a_reader_finds_the_old_or_the_new_one_whole) {
  constexpr std::size_t kSize = 100'000;
  write_file_atomically(file, std::string(kSize, 'a'));
  std::atomic<bool> done = false;
  std::jthread writer([&] {
    for (int i = 0; i < 60; ++i) write_file_atomically(file, std::string(kSize, i % 2 == 0 ? 'b' : 'a'));
    done = true;
  });
  int mixed = 0;
  do {
    const std::string found = read_file(file).value_or("none");
    mixed += found == std::string(kSize, found.front()) ? 0 : 1;
  } while (!done);
  EXPECT_EQ(mixed, 0);
}

TEST_F(AtomicFile, nothing_else_is_left_in_the_folder) {
  write_file_atomically(file, "old");
  write_file_atomically(file, "new");
  EXPECT_THAT(names(), ElementsAre("me.json"));
}

TEST_F(AtomicFile, a_kill_in_the_midst_of_writing_leaves_nothing) {
  const pid_t child = fork();
  if (child == 0) {
    signal(SIGXFSZ, SIG_DFL);  // the default action, which kills the process
    const rlimit small{1'024, 1'024};
    setrlimit(RLIMIT_FSIZE, &small);
    write_file_atomically(file, std::string(4'096, 'x'));
    _exit(0);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status)) << "it was not killed";
  EXPECT_THAT(names(), ElementsAre());
}

TEST_F(AtomicFile, what_a_kill_just_before_the_end_left_is_gone_with_the_next_write) {
  std::ofstream(file.string() + ".new") << "of before";
  write_file_atomically(file, "new");
  EXPECT_THAT(names(), ElementsAre("me.json"));
  EXPECT_EQ(read_file(file), "new");
}

TEST_F(AtomicFile, one_of_many_that_write_at_once_is_there_whole_and_nothing_beside_it) {
  constexpr std::size_t kSize = 10'000;
  {
    std::vector<std::jthread> writers;
    for (const char letter : {'a', 'b', 'c', 'd'})
      writers.emplace_back([this, letter] {
        for (int i = 0; i < 20; ++i) write_file_atomically(file, std::string(kSize, letter));
      });
  }
  const std::string found = read_file(file).value_or("none");
  EXPECT_EQ(found, std::string(kSize, found.front()));
  EXPECT_THAT(names(), ElementsAre("me.json"));
}

TEST_F(AtomicFile, one_that_cannot_be_replaced_is_named_and_leaves_no_half_one) {
  fs::create_directory(file);
  const Error error = failure_of([&] { write_file_atomically(file, "new"); });
  EXPECT_EQ(error.kind(), ErrorKind::internal);
  EXPECT_THAT(error.what(), HasSubstr(file.string()));
  EXPECT_THAT(names(), ElementsAre("me.json"));
}

TEST_F(AtomicFile, a_folder_that_is_not_there_is_named) {
  const auto nowhere = folder.path() / "none" / "me.json";
  const Error error = failure_of([&] { write_file_atomically(nowhere, "new"); });
  EXPECT_EQ(error.kind(), ErrorKind::internal);
  EXPECT_THAT(error.what(), HasSubstr(nowhere.string()));
  EXPECT_THROW(sync_folder(folder.path() / "none"), Error);
  EXPECT_THROW(sync_filesystem(folder.path() / "none"), Error);
}

TEST_F(AtomicFile, what_is_not_there_is_absent_and_what_cannot_be_read_is_an_error) {
  EXPECT_EQ(read_file(file), std::nullopt);
  write_file_atomically(file, "a file");
  EXPECT_EQ(read_file(file / "below a file"), std::nullopt);
  const Error error = failure_of([&] { (void)read_file(folder.path()); });
  EXPECT_EQ(error.kind(), ErrorKind::internal);
  EXPECT_THAT(error.what(), HasSubstr(folder.path().string()));
}

}  // namespace
}  // namespace locker
