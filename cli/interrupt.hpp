#pragma once

#include <signal.h>

#include <chrono>
#include <stop_token>
#include <thread>

namespace locker::cli {

/// While it lives, Ctrl-C, SIGTERM and SIGHUP ask the program to stop instead of ending it. A second
/// one, or no end in time, ends it at once with 130: whatever is cut is as safe as
/// after any kill. To be made before any other thread.
class Interrupt {
 public:
  /// `patience`: between being asked to stop and being ended.
  explicit Interrupt(std::chrono::milliseconds patience);
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  [[nodiscard]] std::stop_token token() const { return stop_.get_token(); }

 private:
  void watch();

  const std::chrono::milliseconds patience_;
  std::stop_source stop_;
  sigset_t before_{};
  int signals_ = -1, done_ = -1;
  std::jthread thread_;
};

}  // namespace locker::cli
