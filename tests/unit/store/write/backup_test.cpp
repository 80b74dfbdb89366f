#include "lib/store/write/backup.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>

#include "lib/base/error.hpp"
#include "tests/unit/store/write/care_fixture.hpp"

namespace locker::store {
namespace {

using test::all_bytes;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using Backup = test::CareFixture;

TEST_F(Backup, finds_words_that_the_index_lost) {
  damage("INSERT INTO search(search) VALUES ('delete-all')");
  EXPECT_THAT(problems(), Contains(HasSubstr("the full-text index is damaged")));
  EXPECT_THROW(backup(home, folder.path() / "copy.db", {}), Error);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "copy.db"));
}

TEST_F(Backup, is_equal_and_private) {
  const auto target = folder.path() / "copy.db";
  const auto result = backup(home, target, {});
  EXPECT_EQ(result.records, 2);
  EXPECT_EQ(result.versions, 3);
  EXPECT_EQ(std::filesystem::status(target).permissions(), std::filesystem::perms(0600));
  const Home restored(folder.path() / "restored");
  restored.create();
  std::filesystem::copy(target, restored.database());
  std::string text;
  store::dump(Database::open_for_reading(restored),
              [&](std::string_view line) { text.append(line) += '\n'; });
  EXPECT_EQ(text, dump());
}

TEST_F(Backup, replaces_an_older_backup_and_nothing_else) {
  const auto target = folder.path() / "copy.db";
  backup(home, target, {});
  backup(home, target, {});
  const auto letter = folder.path() / "letter.txt";
  std::ofstream(letter) << "dear reader";
  EXPECT_THROW(backup(home, letter, {}), Error);
  EXPECT_EQ(all_bytes(letter.parent_path()).find("dear reader") != std::string::npos, true);
}

TEST_F(Backup, refuses_what_is_no_place_for_a_file) {
  const auto fifo = folder.path() / "fifo", dangling = folder.path() / "dangling";
  ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
  std::filesystem::create_symlink(folder.path() / "nowhere", dangling);
  for (const std::filesystem::path& target :
       {std::filesystem::path("-"), std::filesystem::path("/dev/null"), fifo, dangling, folder.path()})
    EXPECT_THROW(backup(home, target, {}), Error) << target;
  EXPECT_TRUE(std::filesystem::is_symlink(dangling));
  EXPECT_FALSE(std::filesystem::exists("-"));
}

TEST_F(Backup, behind_a_link_leaves_the_link) {
  const auto copy = folder.path() / "copy.db", latest = folder.path() / "latest.db";
  backup(home, copy, {});
  std::filesystem::create_symlink(copy, latest);
  backup(home, latest, {});
  EXPECT_TRUE(std::filesystem::is_symlink(latest));
  EXPECT_TRUE(std::filesystem::is_regular_file(copy));
}

TEST_F(Backup, refuses_the_archive_itself_under_any_name) {
  const std::string before = dump();
  const auto symbolic = folder.path() / "symbolic.db", hard = folder.path() / "hard.db";
  std::filesystem::create_symlink(home.database(), symbolic);
  std::filesystem::create_hard_link(home.database(), hard);
  const auto inode = [&] { return std::filesystem::hard_link_count(home.database()); };
  for (const auto& target : {home.database(), symbolic, hard, home.root() / ".." / "home" / "locker.db"})
    EXPECT_THROW(backup(home, target, {}), Error) << target;
  EXPECT_EQ(inode(), 2u) << "still the same file";
  EXPECT_EQ(dump(), before);
  EXPECT_THAT(problems(), IsEmpty());
}

TEST_F(Backup, refuses_the_archive_of_another_locker) {
  const Home other(folder.path() / "other");
  { const auto begun = Database::open_for_writing(other); }
  const std::string before = all_bytes(other.root());
  EXPECT_THROW(backup(home, other.database(), {}), Error);
  EXPECT_TRUE(all_bytes(other.root()) == before) << "something was touched";
  backup(home, other.root() / "copy.db", {});
  backup(home, other.root() / "copy.db", {});
}

TEST_F(Backup, refuses_a_place_where_sqlite_left_a_log) {
  for (const char* ending : {"-wal", "-shm", "-journal"}) {
    const auto target = folder.path() / "copy.db";
    std::ofstream(target.string() + ending) << "of another database";
    EXPECT_THROW(backup(home, target, {}), Error) << ending;
    EXPECT_FALSE(std::filesystem::exists(target)) << ending;
    std::filesystem::remove(target.string() + ending);
    EXPECT_THROW(backup(home, target.string() + ending, {}), Error) << ending;
  }
}

}  // namespace
}  // namespace locker::store
