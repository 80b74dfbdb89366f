#include "lib/base/state_file.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>

#include "lib/base/error.hpp"
#include "tests/unit/support/temporary_folder.hpp"

namespace locker {
namespace {

TEST(KeptFile, is_read_whole_and_nothing_else_is_waited_for_in_its_place) {
  const test::TemporaryFolder folder;
  const auto file = folder.path() / "scheduler.json";
  EXPECT_EQ(read_state_file(file), std::nullopt);
  std::ofstream(file) << "a file";
  EXPECT_EQ(read_state_file(file), "a file");
  std::filesystem::remove(file);
  ASSERT_EQ(mkfifo(file.c_str(), 0600), 0);
  try {
    (void)read_state_file(file);
    FAIL() << "it was taken for a file";
  } catch (const Error& error) {
    EXPECT_EQ(error.what(), file.string() + " is no file, but a folder, a pipe or a device");
  }
  EXPECT_THROW((void)read_state_file(folder.path()), Error);
}

}  // namespace
}  // namespace locker
