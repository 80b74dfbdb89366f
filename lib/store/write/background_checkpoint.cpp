#include "lib/store/write/background_checkpoint.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <utility>

namespace locker::store {
namespace {

/// PASSIVE: waits for nobody. What it does not get to stays in the log for the next one.
void checkpoint(const Database& database) try {
  SQLite::Statement statement(database.sqlite(), "PRAGMA wal_checkpoint(PASSIVE)");
  statement.executeStep();
} catch (const SQLite::Exception&) {
  // Nothing is lost: the log has it, and the writer's own checkpoint meets the same error.
}

}  // namespace

BackgroundCheckpoint::BackgroundCheckpoint(const Home& home)
    : database_(Database::open_for_writing(home)), thread_([this] { run(); }) {}

BackgroundCheckpoint::~BackgroundCheckpoint() {
  {
    const std::lock_guard lock(mutex_);
    is_ending_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void BackgroundCheckpoint::begin() {
  {
    const std::lock_guard lock(mutex_);
    is_due_ = true;
  }
  changed_.notify_one();
}

void BackgroundCheckpoint::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return is_due_ || is_ending_; });
    if (!std::exchange(is_due_, false)) return;
    lock.unlock();
    checkpoint(database_);
    lock.lock();
  }
}

}  // namespace locker::store
