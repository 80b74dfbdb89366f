#include "lib/store/database_error.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>

#include "tests/unit/support/temporary_folder.hpp"

namespace locker::store {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(DatabaseError, names_a_file_that_may_only_be_read_and_what_to_check) {
  const test::TemporaryFolder folder;
  const Home home(folder.path());
  SQLite::Database(home.database().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
      .exec("CREATE TABLE t (a)");
  SQLite::Database database(home.database().string(), SQLite::OPEN_READONLY);
  try {
    database.exec("INSERT INTO t VALUES (1)");
    FAIL() << "it was written";
  } catch (const std::exception& error) {
    const Error told = database_error(error, home);
    EXPECT_THAT(told.what(), AllOf(HasSubstr(home.database().string()), HasSubstr("cannot be written")));
    EXPECT_THAT(told.hint(), HasSubstr("permissions"));
  }
}

}  // namespace
}  // namespace locker::store
