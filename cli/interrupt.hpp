#pragma once

#include <signal.h>

#include <chrono>
#include <stop_token>
#include <thread>

namespace locker::cli {

/// During its lifetime, Ctrl-C, SIGTERM and SIGHUP request a stop instead of ending the program. A second
/// signal ends it at once with 130, and a stop that takes too long with the command's own code, which is as
/// safe as any kill. Must be created before any other thread.
class Interrupt {
 public:
  /// `patience`: greatest time from the stop request to the end; `late_code`: the exit code after that.
  Interrupt(std::chrono::milliseconds patience, int late_code);
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  [[nodiscard]] std::stop_token token() const { return stop_.get_token(); }

 private:
  void watch();

  const std::chrono::milliseconds patience_;
  const int late_code_;
  std::stop_source stop_;
  sigset_t before_{};
  int signals_ = -1, done_ = -1;
  std::jthread thread_;
};

}  // namespace locker::cli
