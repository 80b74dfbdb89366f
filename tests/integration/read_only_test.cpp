#include <unistd.h>

#include "tests/integration/locker_fixture.hpp"
#include "tests/unit/support/half_changed.hpp"

/// A locker that can be read but not written, as on a read-only file system.
namespace locker::test {
namespace {

namespace fs = std::filesystem;

class ReadOnly : public LockerTest {
 protected:
  ~ReadOnly() override { give(fs::perms::owner_write, fs::perm_options::add); }

  template <class Change>
  void begin(Change change) {
    sandbox::Settings settings;
    settings.rate_limits = false;
    start(settings);
    ASSERT_EQ(sign_in().code, 0);
    sync({"--only", "profile,tweets"});
    change();
    const auto others = fs::perms::group_all | fs::perms::others_all;
    fs::permissions(folder.path(), fs::perms::all);
    give(others, fs::perm_options::add);
    give(fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write, fs::perm_options::remove);
  }
  void begin() {
    begin([] {});
  }
  /// Runs the program as another user if this is the superuser, who ignores permissions.
  Outcome reader(const Words& arguments) const {
    Words words;
    if (geteuid() == 0) words = {"/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};
    for (const auto& word : command(arguments)) words.push_back(word);
    return run(words, environment());
  }

 private:
  void give(fs::perms rights, fs::perm_options how) const {
    if (!fs::exists(home)) return;
    for (const auto& entry : fs::recursive_directory_iterator(home)) fs::permissions(entry, rights, how);
    fs::permissions(home, rights, how);
  }
};

TEST_F(ReadOnly, is_verified_but_for_what_takes_writing) {
  begin();
  const Outcome verified = reader({"verify"});
  EXPECT_EQ(verified.code, 0) << verified.out << verified.err;
  EXPECT_NE(verified.out.find("not checked: how the full-text index is built"), std::string::npos);
  const Outcome told = reader({"verify", "--json"});
  EXPECT_EQ(json::parse(told.out)["index_structure"], false);
  EXPECT_EQ(json::parse(told.out)["ok"], true);
}

TEST_F(ReadOnly, says_so_where_a_change_that_was_cut_cannot_be_undone) {
  begin([&] { leave_half_changed(home / "locker.db"); });
  const Outcome shown = reader({"query"});
  EXPECT_EQ(shown.code, 1);
  EXPECT_NE(shown.err.find("is half changed"), std::string::npos) << shown.err;
  EXPECT_NE(shown.err.find("may write"), std::string::npos) << shown.err;
}

TEST_F(ReadOnly, shows_its_budget) {
  begin();
  const Outcome shown = reader({"budget", "twitter"});
  EXPECT_EQ(shown.code, 0) << shown.err;
  EXPECT_NE(shown.out.find("twitter: "), std::string::npos);
  EXPECT_NE(reader({"budget", "twitter", "3"}).code, 0);
  EXPECT_EQ(reader({"budget", "nobody"}).code, 2);
}

}  // namespace
}  // namespace locker::test
