#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <optional>

#include "lib/base/file_lock.hpp"
#include "lib/store/database.hpp"

namespace locker::store {

/// One write transaction. Writers take turns: the kernel queues the processes that wait for the write lock,
/// so nobody polls a busy database and nobody starves. Keep it short: no network and no waiting inside.
/// Rolled back unless committed.
class WriteTransaction {
 public:
  explicit WriteTransaction(const Database& database);
  void commit();

 private:
  const Database& database_;
  std::optional<FileLock> lock_;
  SQLite::Transaction transaction_;
};

/// Checkpoints the write-ahead log if it has grown beyond the size at which automatic checkpoints keep it, so
/// that it stays bounded however many readers there always are. Call with the write lock held, outside a
/// transaction. Throws no SQLite exception: what was committed is safe, and the next writer tries again.
void bound_write_ahead_log(const Database& database);

}  // namespace locker::store
