#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include <filesystem>

#include "lib/store/write/write_transaction.hpp"
#include "tests/unit/support/store_fixture.hpp"

namespace locker::store {
namespace {

/// No file may become larger, as long as it lives.
class FileLimit {
 public:
  explicit FileLimit(rlim_t bytes) : before_signal_(signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit small{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
  }
  ~FileLimit() {
    setrlimit(RLIMIT_FSIZE, &before_);
    signal(SIGXFSZ, before_signal_);
  }
  FileLimit(const FileLimit&) = delete;
  FileLimit& operator=(const FileLimit&) = delete;

 private:
  rlimit before_{};
  void (*before_signal_)(int);
};

class WriteTransactions : public test::StoreFixture {};

TEST_F(WriteTransactions, is_committed_though_its_log_cannot_be_folded_back) {
  const auto database = Database::open_for_writing(home);
  {
    WriteTransaction transaction(database);
    database.sqlite().exec("CREATE TABLE large AS SELECT zeroblob(1000000) AS bytes");
    transaction.commit();
  }
  const auto size = std::filesystem::file_size(home.database());
  std::filesystem::resize_file(home.database().string() + "-wal", 64u << 20);
  {
    const FileLimit full(size);
    WriteTransaction transaction(database);
    EXPECT_NO_THROW(transaction.commit());
  }
  EXPECT_EQ(database.sqlite().execAndGet("PRAGMA busy_timeout").getInt(), 60'000);
  EXPECT_EQ(database.sqlite().execAndGet("SELECT length(bytes) FROM large").getInt(), 1'000'000);
}

}  // namespace
}  // namespace locker::store
