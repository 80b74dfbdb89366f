#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace locker {

/// Buffers output in large blocks: a million rows take some thousand writes. From the first full block on, a
/// separate thread writes while the next block is filled.
class BlockOutput {
 public:
  /// Small blocks are written by the thread that fills them: for one of many readers that may all stop
  /// reading.
  enum class Size { large, small };
  /// `write` is called by one thread at a time; an exception from it is rethrown by the next call here.
  explicit BlockOutput(std::function<void(std::string_view block)> write, Size size = Size::large);
  /// Discards what was not flushed.
  ~BlockOutput();
  BlockOutput(const BlockOutput&) = delete;
  BlockOutput& operator=(const BlockOutput&) = delete;

  /// The block being filled; append to it.
  [[nodiscard]] std::string& text() { return filling_; }
  void flush_if_full() {
    if (filling_.size() >= most_) hand_over();
  }
  /// Returns when everything is written.
  void flush();

 private:
  void hand_over();
  void wait_until_idle(std::unique_lock<std::mutex>& lock);
  void run(const std::stop_token& stop);

  std::function<void(std::string_view)> write_;
  const Size size_;
  const std::size_t most_;
  std::string filling_, waiting_;
  bool is_waiting_ = false;
  std::exception_ptr failure_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::jthread thread_;
};

}  // namespace locker
