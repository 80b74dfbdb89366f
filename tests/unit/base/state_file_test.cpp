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
  EXPECT_THROW(StateFileReader{file}, Error);
}

TEST(KeptFile, is_read_in_pieces_up_to_where_it_ended) {
  const test::TemporaryFolder folder;
  const auto file = folder.path() / "today.json";
  EXPECT_EQ(StateFileReader(file).next(), "") << "there is none";
  const std::string text(100'000, 'x');
  std::ofstream(file) << text;
  StateFileReader reader(file);
  std::string read;
  for (auto piece = reader.next(); !piece.empty(); piece = reader.next()) {
    EXPECT_LE(piece.size(), 16u * 1024);
    read += piece;
    std::ofstream(file, std::ios::app) << "more";
  }
  EXPECT_EQ(read, text);
  StateFileReader cut(file);
  std::filesystem::resize_file(file, 10);
  EXPECT_EQ(cut.next(), "xxxxxxxxxx");
  EXPECT_EQ(cut.next(), "");
}

}  // namespace
}  // namespace locker
