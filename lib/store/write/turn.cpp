#include "lib/store/write/turn.hpp"

#include <filesystem>

namespace locker::store {
namespace {

constexpr std::uintmax_t kLogLimit = 48u << 20;

}  // namespace

Turn::Turn(const Database& database)
    : database_(database),
      lock_(FileLock::acquire(database.home().write_lock(), FileLock::Mode::exclusive)),
      transaction_(database.sqlite(), SQLite::TransactionBehavior::IMMEDIATE) {}

void Turn::commit() {
  transaction_.commit();
  bound_write_ahead_log(database_);
  lock_.reset();
}

void bound_write_ahead_log(const Database& database) {
  std::error_code error;
  const auto size = std::filesystem::file_size(database.home().database().string() + "-wal", error);
  if (error || size < kLogLimit) return;
  // Waits for readers to leave their snapshots; if one stays, the next writer tries again, and waits again:
  // so not for long.
  database.sqlite().setBusyTimeout(500);
  SQLite::Statement checkpoint(database.sqlite(), "PRAGMA wal_checkpoint(TRUNCATE)");
  checkpoint.executeStep();
  database.sqlite().setBusyTimeout(60'000);
}

}  // namespace locker::store
