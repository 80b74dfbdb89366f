#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "lib/media/hasher.hpp"

namespace locker::exchange {

/// Output in large blocks, written by a thread of its own while the next block is made.
class BlockOutput {
 public:
  /// `write` is called by that thread alone; what it throws is thrown by the next call here.
  explicit BlockOutput(std::function<void(std::string_view block)> write);
  ~BlockOutput();
  BlockOutput(const BlockOutput&) = delete;
  BlockOutput& operator=(const BlockOutput&) = delete;

  /// What is written next goes at its end.
  [[nodiscard]] std::string& text() { return filling_; }
  void flush_if_full() {
    if (filling_.size() >= kBytes) hand_over();
  }
  /// Returns when all is written.
  void finish();
  /// Returns when all is written, which does not count for the digest.
  void begin_digest() {
    finish();
    written_.restart();
  }
  /// SHA-256 of all that was written since, once finished; more may follow.
  [[nodiscard]] store::Digest digest() const { return written_.digest(); }

 private:
  static constexpr std::size_t kBytes = 1 << 20;
  void hand_over();
  void run(const std::stop_token& stop);

  std::function<void(std::string_view)> write_;
  media::Hasher written_;
  std::string filling_, waiting_;
  bool is_waiting_ = false;
  std::exception_ptr failure_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::jthread thread_;
};

}  // namespace locker::exchange
