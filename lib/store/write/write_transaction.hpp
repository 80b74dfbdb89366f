#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <optional>

#include "lib/base/file_lock.hpp"
#include "lib/store/database.hpp"

namespace locker::store {

/// One write transaction, taken in turn: the kernel queues the processes that wait for the
/// write lock, so nobody polls a busy database and nobody starves. Keep it short: no network
/// and no waiting inside. Rolled back unless committed.
class WriteTransaction {
 public:
  explicit WriteTransaction(const Database& database);
  void commit();

 private:
  const Database& database_;
  std::optional<FileLock> lock_;
  SQLite::Transaction transaction_;
};

/// Folds the write-ahead log back into the file if it has grown beyond what checkpoints in
/// passing keep it at, so that it stays bounded however many readers there always are.
/// Call while the write lock is held, outside a transaction. Throws nothing of SQLite's: what was committed
/// is safe, and the next writer tries again.
void bound_write_ahead_log(const Database& database);

}  // namespace locker::store
