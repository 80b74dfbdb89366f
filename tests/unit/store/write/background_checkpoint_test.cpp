#include "lib/store/write/background_checkpoint.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>

#include "lib/store/write/write_transaction.hpp"
#include "tests/unit/support/store_fixture.hpp"

namespace locker::store {
namespace {

class BackgroundCheckpoints : public test::StoreFixture {
 protected:
  [[nodiscard]] std::uintmax_t size_of_database() const {
    return std::filesystem::file_size(home.database());
  }

  static void store_a_megabyte(const Database& database) {
    WriteTransaction transaction(database);
    database.sqlite().exec("CREATE TABLE IF NOT EXISTS large AS SELECT zeroblob(1000000) AS bytes");
    database.sqlite().exec("INSERT INTO large SELECT zeroblob(1000000)");
    transaction.commit();
  }
};

TEST_F(BackgroundCheckpoints, copy_what_was_committed_into_the_database) {
  const auto database = Database::open_for_writing(home);
  store_a_megabyte(database);
  const auto before = size_of_database();
  {
    BackgroundCheckpoint checkpoint(home);
    checkpoint.begin();
  }
  EXPECT_GT(size_of_database(), before + 1'000'000);
}

TEST_F(BackgroundCheckpoints, leave_the_log_alone_where_none_was_begun) {
  const auto database = Database::open_for_writing(home);
  store_a_megabyte(database);
  const auto before = size_of_database();
  { const BackgroundCheckpoint checkpoint(home); }
  EXPECT_EQ(size_of_database(), before);
}

TEST_F(BackgroundCheckpoints, are_in_nobodys_way_while_the_next_transaction_is_written) {
  const auto database = Database::open_for_writing(home);
  BackgroundCheckpoint checkpoint(home);
  for (int i = 0; i < 100; ++i) {
    store_a_megabyte(database);
    checkpoint.begin();
  }
  EXPECT_EQ(database.sqlite().execAndGet("SELECT count(*) FROM large").getInt(), 101);
  EXPECT_EQ(database.sqlite().execAndGet("PRAGMA integrity_check").getString(), "ok");
}

}  // namespace
}  // namespace locker::store
