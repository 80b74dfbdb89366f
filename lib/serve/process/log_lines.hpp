#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace locker::serve {

/// Splits a service's output into lines and limits their rate in the log. Long lines are truncated. After a
/// burst only some lines per second are logged; the first suppressed line is replaced by a note, and their
/// number is logged before the next logged line.
class LogLines {
 public:
  /// `stormed` is called once, for the first suppressed line.
  explicit LogLines(std::function<void(std::string_view)> line, std::function<void()> stormed = {})
      : line_(std::move(line)), stormed_(std::move(stormed)) {}
  void take(std::string_view bytes);
  void end();

 private:
  static constexpr double kBurst = 200, kEachSecond = 2;
  void finish_line();
  void log_suppressed_count();
  const std::function<void(std::string_view)> line_;
  std::function<void()> stormed_;
  std::string text_;
  std::chrono::steady_clock::time_point last_{};
  double allowed_ = kBurst;  ///< lines that may be logged now
  std::uint64_t suppressed_ = 0;
};

}  // namespace locker::serve
