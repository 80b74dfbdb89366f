#include "lib/serve/state/folder_copy.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"
#include "tests/unit/support/temporary_folder.hpp"

namespace locker::serve {
namespace {

namespace fs = std::filesystem;
using ::testing::UnorderedElementsAre;

class FolderCopy : public ::testing::Test {
 protected:
  fs::path folder_with(const std::string& name, const std::string& text) const {
    const fs::path made = folder.path() / name;
    fs::create_directories(made);
    std::ofstream(made / "code") << text;
    return made;
  }
  std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const auto& entry : fs::directory_iterator(folder.path()))
      all.push_back(entry.path().filename().string());
    return all;
  }

  test::TemporaryFolder folder;
  fs::path to = folder.path() / "installed";
};

TEST_F(FolderCopy, takes_the_place_of_what_was_there_and_leaves_nothing_beside_it) {
  folder_with("installed", "old");
  std::ofstream(to / "gone") << "of the old one alone";
  replace_with_copy(to, folder_with("offered", "new"));
  EXPECT_EQ(read_file(to / "code"), "new");
  EXPECT_FALSE(fs::exists(to / "gone"));
  EXPECT_THAT(names(), UnorderedElementsAre("installed", "offered"));
}

TEST_F(FolderCopy, that_fails_after_one_was_cut_off_leaves_what_was_there_before) {
  folder_with("installed.old", "the only one");
  EXPECT_THROW(replace_with_copy(to, folder.path() / "nowhere"), Error);
  EXPECT_EQ(read_file(to / "code"), "the only one");
  EXPECT_THAT(names(), UnorderedElementsAre("installed"));
}

TEST_F(FolderCopy, clears_up_what_one_that_was_cut_off_left) {
  folder_with("installed", "old");
  folder_with("installed.new", "half");
  folder_with("installed.old", "older");
  replace_with_copy(to, folder_with("offered", "new"));
  EXPECT_EQ(read_file(to / "code"), "new");
  EXPECT_THAT(names(), UnorderedElementsAre("installed", "offered"));
}

}  // namespace
}  // namespace locker::serve
