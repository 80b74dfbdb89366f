#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "lib/store/database.hpp"

namespace locker::store {

/// Copies committed pages from the write-ahead log into the database on a background thread, over a
/// connection of its own. A writer of many large transactions calls begin() after each commit and prepares
/// the next one meanwhile: when its own checkpoint is due, little of the log is left to copy.
class BackgroundCheckpoint {
 public:
  explicit BackgroundCheckpoint(const Home& home);
  /// Waits for a checkpoint that was begun.
  ~BackgroundCheckpoint();
  BackgroundCheckpoint(const BackgroundCheckpoint&) = delete;
  BackgroundCheckpoint& operator=(const BackgroundCheckpoint&) = delete;

  /// Requests a checkpoint of all that is committed by now, and returns at once.
  void begin();

 private:
  void run();

  Database database_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_due_ = false, is_ending_ = false;
  std::thread thread_;  // last: it uses the rest
};

}  // namespace locker::store
