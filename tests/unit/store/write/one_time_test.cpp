#include <gmock/gmock.h>
#include <sqlite3.h>

#include "tests/unit/support/sql.hpp"
#include "tests/unit/support/store_fixture.hpp"

/// A service may give any number of records the same time.
namespace locker::store {
namespace {

std::int64_t steps = 0;

int count_step(void*) {
  ++steps;
  return 0;
}

int watch(sqlite3* database, char**, const sqlite3_api_routines*) {
  sqlite3_progress_handler(database, 10, count_step, nullptr);
  return SQLITE_OK;
}

class OneTime : public test::StoreFixture {
 protected:
  static constexpr int kRecords = 1'500;
  OneTime() {
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(&watch));
    writer = std::make_unique<Writer>(home, registry);
  }
  ~OneTime() override { sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(&watch)); }

  /// Returns the work of SQLite for storing that many records, `apart` from one to the next.
  std::int64_t cost(const std::string& name, std::chrono::milliseconds apart) {
    std::vector<Observation> seen;
    for (int i = 0; i < kRecords; ++i) {
      seen.push_back(note(name + std::to_string(i), R"({"id":"1"})"));
      *seen.back().time += i * apart;
    }
    steps = 0;
    see(seen);
    return steps;
  }
};

TEST_F(OneTime, costs_no_more_for_many_records_than_different_times_do) {
  const std::int64_t different = cost("a", std::chrono::milliseconds(1));
  later();
  EXPECT_LT(cost("b", {}), 3 * different);
  EXPECT_THAT(test::rows(home, "SELECT count(DISTINCT sort) FROM record"),
              ::testing::ElementsAre(std::to_string(2 * kRecords)));
  EXPECT_THAT(test::rows(home, "SELECT max(sort) - min(sort) FROM record WHERE key LIKE 'b%'"),
              ::testing::ElementsAre(std::to_string(kRecords - 1)));
}

}  // namespace
}  // namespace locker::store
