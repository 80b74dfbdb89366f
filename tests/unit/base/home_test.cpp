#include "lib/base/home.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <functional>

#include "lib/base/environment.hpp"
#include "lib/base/error.hpp"
#include "tests/unit/support/temporary_folder.hpp"

namespace locker {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

fs::path resolved(std::string_view flag, std::map<std::string, std::string, std::less<>> variables) {
  return resolve_home(flag, Environment(std::move(variables))).root();
}

TEST(ResolveHome, the_flag_goes_before_the_variable_and_that_before_the_folders_of_the_system) {
  const std::map<std::string, std::string, std::less<>> all{
      {"LOCKER_HOME", "/named"}, {"XDG_DATA_HOME", "/data"}, {"HOME", "/home/anna"}};
  EXPECT_EQ(resolved("/flag", all), "/flag");
  EXPECT_EQ(resolved("", all), "/named");
  EXPECT_EQ(resolved("", {{"XDG_DATA_HOME", "/data"}, {"HOME", "/home/anna"}}), "/data/locker");
  EXPECT_EQ(resolved("", {{"HOME", "/home/anna"}}), "/home/anna/.local/share/locker");
}

TEST(ResolveHome, a_relative_folder_is_one_of_the_working_directory_but_not_a_relative_data_home) {
  EXPECT_EQ(resolved("mine", {}), fs::current_path() / "mine");
  EXPECT_EQ(resolved("", {{"LOCKER_HOME", "mine"}}), fs::current_path() / "mine");
  // By the XDG Base Directory Specification, relative paths are ignored.
  EXPECT_EQ(resolved("", {{"XDG_DATA_HOME", "data"}, {"HOME", "/h"}}), "/h/.local/share/locker");
}

TEST(ResolveHome, where_nothing_says_anything_the_option_is_named) {
  try {
    (void)resolved("", {{"LOCKER_HOME", ""}, {"HOME", ""}});
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    EXPECT_THAT(error.hint(), HasSubstr("--home"));
  }
}

TEST(AccountId, leads_nowhere_and_is_the_same_on_every_file_system) {
  for (const char* good : {"twitter", "a", "2", "my-second_one", "0-_"})
    EXPECT_TRUE(is_account_id(good)) << good;
  for (const std::string_view bad :
       {std::string_view(""), std::string_view(".."), std::string_view("a/b"), std::string_view("-a"),
        std::string_view("_a"), std::string_view("Twitter"), std::string_view("a b"), std::string_view("a.b"),
        std::string_view("caf\xC3\xA9"), std::string_view("a\0b", 3), std::string_view("a\n")})
    EXPECT_FALSE(is_account_id(bad)) << bad;
}

class AtHome : public ::testing::Test {
 protected:
  static mode_t mode(const fs::path& path) {
    struct stat about {};
    return stat(path.c_str(), &about) == 0 ? about.st_mode & 0777 : 0;
  }

  test::TemporaryFolder folder;
  Home home{folder.path() / "data" / "locker"};
};

TEST_F(AtHome, naming_paths_makes_nothing) {
  (void)home.database();
  (void)home.account("twitter");
  EXPECT_FALSE(home.exists());
  EXPECT_TRUE(home.accounts().empty());
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST_F(AtHome, that_may_not_be_read_is_not_taken_for_none) {
  home.create_account("twitter");
  ASSERT_EQ(chmod(home.root().c_str(), 0), 0);
  const auto is_refused = [](const std::function<void()>& look) {
    try {
      look();
    } catch (const Error& error) {
      return std::string_view(error.what()).find("may not be read") != std::string_view::npos;
    }
    return false;
  };
  const pid_t child = fork();
  if (child == 0) {
    constexpr uid_t kNobody = 65534;  // root may read everything
    if (geteuid() == 0 && setuid(kNobody) != 0) _exit(2);
    _exit(is_refused([&] { (void)home.exists(); }) && is_refused([&] { (void)home.accounts(); }) ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  ASSERT_EQ(chmod(home.root().c_str(), 0700), 0);
}

TEST_F(AtHome, without_a_database_there_is_no_locker_whatever_folders_there_are) {
  home.create_account("twitter");
  try {
    home.require();
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::no_locker);
    EXPECT_THAT(error.what(), HasSubstr(home.root().string()));
    EXPECT_THAT(error.hint(), HasSubstr("locker auth"));
  }
  std::ofstream(home.database()) << "database";
  EXPECT_NO_THROW(home.require());
}

TEST_F(AtHome, what_is_made_is_its_owners_alone_whatever_the_umask) {
  const mode_t before = umask(0);
  home.create_account("twitter");
  umask(before);
  for (const auto& path : {home.root(), home.root() / "Me", home.account("twitter")})
    EXPECT_EQ(mode(path), 0700u) << path;
}

TEST_F(AtHome, an_empty_folder_that_was_open_to_others_is_no_longer) {
  fs::create_directories(home.root());
  fs::permissions(home.root(), fs::perms(0755));
  home.create();
  EXPECT_EQ(mode(home.root()), 0700u);
}

TEST_F(AtHome, a_folder_in_which_other_things_lie_stays_open_and_what_is_ours_in_it_is_private) {
  fs::create_directories(home.root());
  fs::permissions(home.root(), fs::perms(0755));
  std::ofstream(home.root() / "of others") << "text";
  home.create_account("twitter");
  EXPECT_EQ(mode(home.root()), 0755u);
  EXPECT_EQ(mode(home.root() / "Me"), 0700u);
  home.create_account("twitter");
  EXPECT_EQ(mode(home.root()), 0755u);
}

TEST_F(AtHome, a_file_in_its_place_is_named_with_the_way_out) {
  fs::create_directories(home.root().parent_path());
  std::ofstream(home.root()) << "a file";
  try {
    home.create();
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr(home.root().string()));
    EXPECT_THAT(error.hint(), HasSubstr("--home"));
  }
}

TEST_F(AtHome, accounts_are_the_folders_that_hold_a_me_json_in_order) {
  for (const char* id : {"twitter", "github", "half"}) home.create_account(id);
  std::ofstream(home.root() / "Me" / "a file") << "{}";
  for (const char* id : {"twitter", "github"}) std::ofstream(home.account(id) / "me.json") << "{}";
  EXPECT_THAT(home.accounts(), ElementsAre("github", "twitter"));
}

}  // namespace
}  // namespace locker
