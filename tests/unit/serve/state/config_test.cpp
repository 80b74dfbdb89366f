#include "lib/serve/state/config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "lib/base/error.hpp"
#include "lib/serve/state/manifests.hpp"
#include "tests/unit/support/temporary_folder.hpp"

namespace locker::serve {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ConfigTest : public ::testing::Test {
 protected:
  CoreConfig read(const std::string& text) const {
    std::ofstream(file) << text;
    return read_config(file);
  }
  test::TemporaryFolder folder;
  std::filesystem::path file = folder.path() / "config.json";
};

TEST_F(ConfigTest, says_what_2011s_said) {
  const auto config =
      read(R"({"lockerHost":"localhost","lockerPort":8042,"scannedDirs":["Apps","Collections"],
                              "me":"Me","testGroups":[]})");
  EXPECT_EQ(config.host, "localhost");
  EXPECT_EQ(config.port, 8042);
  EXPECT_THAT(config.scanned_folders, ElementsAre("Apps", "Collections"));
  EXPECT_EQ(read(R"({"lockerPort":"8043"})").port, 8043);
  const auto empty = read(R"({"lockerHost":null})");
  EXPECT_FALSE(empty.host || empty.port);
  EXPECT_THAT(empty.scanned_folders, IsEmpty());
}

TEST_F(ConfigTest, that_cannot_be_understood_is_named) {
  for (const char* text : {"", "[]", "{", R"({"lockerHost":7})", R"({"lockerHost":""})",
                           R"({"lockerPort":-1})", R"({"lockerPort":65536})", R"({"lockerPort":"x"})",
                           R"({"lockerPort":1.5})", R"({"scannedDirs":"Apps"})", R"({"scannedDirs":[7]})"}) {
    try {
      (void)read(text);
      ADD_FAILURE() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage);
      EXPECT_THAT(error.what(), HasSubstr(file.string()));
    }
  }
  EXPECT_THROW((void)read_config(folder.path() / "none.json"), Error);
}

class ManifestsTest : public ::testing::Test {
 protected:
  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((folder.path() / name).parent_path());
    std::ofstream(folder.path() / name) << text;
  }
  std::vector<Object> scan(const std::vector<std::string>& folders) {
    complaints.clear();
    return scan_manifests(folder.path(), folders,
                          [this](const std::string& what) { complaints.push_back(what); }, {});
  }
  test::TemporaryFolder folder;
  std::vector<std::string> complaints;
};

TEST_F(ManifestsTest, are_found_in_all_folders_below_as_they_were_walked) {
  write("Apps/B/b.app", R"({"title":"B"})");
  write("Apps/A/deep/a.connector", R"({"title":"A"})");
  write("Apps/A/readme.txt", "none");
  write("More/c.collection", R"({"title":"C"})");
  const auto found = scan({"Apps/", "More"});
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0], (Object{{"title", "A"}, {"srcdir", "Apps/A/deep"}, {"is", "connector"}}));
  EXPECT_EQ(found[1]["srcdir"], "Apps/B");
  EXPECT_EQ(found[2]["is"], "collection");
  EXPECT_THAT(complaints, IsEmpty());
}

TEST_F(ManifestsTest, are_found_behind_links_and_loops_end) {
  write("Elsewhere/a.app", R"({"title":"A"})");
  std::filesystem::create_directories(folder.path() / "Apps");
  std::filesystem::create_symlink("../Elsewhere", folder.path() / "Apps" / "Linked");
  std::filesystem::create_symlink("../Apps", folder.path() / "Apps" / "Loop");
  std::filesystem::create_symlink("nowhere", folder.path() / "Apps" / "Broken");
  const auto found = scan({"Apps"});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0]["srcdir"], "Apps/Linked");
  EXPECT_THAT(complaints, ElementsAre(HasSubstr("Apps/Broken")));
}

TEST_F(ManifestsTest, are_found_once_though_links_lead_back_to_what_is_above) {
  write("Apps/A/a.app", R"({"title":"A"})");
  write("AppsElsewhere/b.app", R"({"title":"B"})");
  std::filesystem::create_symlink("..", folder.path() / "Apps" / "Home");
  std::filesystem::create_symlink("../..", folder.path() / "Apps" / "A" / "Home");
  std::filesystem::create_symlink("../AppsElsewhere", folder.path() / "Apps" / "More");
  const auto found = scan({"Apps"});
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0]["srcdir"], "Apps/A");
  EXPECT_EQ(found[1]["srcdir"], "Apps/More");
}

TEST_F(ManifestsTest, that_are_broken_are_named_and_passed_over) {
  write("Apps/a.app", "{");
  write("Apps/b.app", "[]");
  write("Apps/c.app", R"({"title":"C"})");
  EXPECT_EQ(scan({"Apps", "Missing"}).size(), 1u);
  EXPECT_THAT(complaints,
              ElementsAre(HasSubstr("Apps/a.app"), HasSubstr("Apps/b.app"), HasSubstr("Missing")));
}

}  // namespace
}  // namespace locker::serve
