#include "lib/store/write/write_transaction.hpp"

#include <sqlite3.h>

#include <filesystem>

namespace locker::store {
namespace {

constexpr std::uintmax_t kLogLimit = 48u << 20;

/// Shortens the wait for readers to leave their snapshots: if one stays, the next writer tries again, and
/// waits again.
class ShortWait {
 public:
  explicit ShortWait(SQLite::Database& database)
      : database_(database), usual_ms_(database.execAndGet("PRAGMA busy_timeout").getInt()) {
    constexpr int kShortMs = 500;
    sqlite3_busy_timeout(database_.getHandle(), kShortMs);
  }
  ~ShortWait() { sqlite3_busy_timeout(database_.getHandle(), usual_ms_); }
  ShortWait(const ShortWait&) = delete;
  ShortWait& operator=(const ShortWait&) = delete;

 private:
  SQLite::Database& database_;
  const int usual_ms_;
};

}  // namespace

WriteTransaction::WriteTransaction(const Database& database)
    : database_(database),
      lock_(FileLock::acquire(database.home().write_lock(), FileLock::Mode::exclusive)),
      transaction_(database.sqlite(), SQLite::TransactionBehavior::IMMEDIATE) {}

void WriteTransaction::commit() {
  transaction_.commit();
  bound_write_ahead_log(database_);
  lock_.reset();
}

void bound_write_ahead_log(const Database& database) {
  std::error_code error;
  const auto size = std::filesystem::file_size(database.home().database().string() + "-wal", error);
  if (error || size < kLogLimit) return;
  try {
    const ShortWait wait(database.sqlite());
    SQLite::Statement checkpoint(database.sqlite(), "PRAGMA wal_checkpoint(TRUNCATE)");
    checkpoint.executeStep();
  } catch (const SQLite::Exception&) {
    // What was committed is safe, whatever failed here; the next writer tries again.
  }
}

}  // namespace locker::store
