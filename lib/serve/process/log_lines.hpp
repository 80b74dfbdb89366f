#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace locker::serve {

/// Cuts a service's output into lines, and keeps a storm of them from becoming one in the log: long
/// lines are cut, and beyond so many a second only their number is told.
class LogLines {
 public:
  explicit LogLines(std::function<void(std::string_view)> line) : line_(std::move(line)) {}
  void take(std::string_view bytes);
  void end();

 private:
  void finish_line();
  std::function<void(std::string_view)> line_;
  std::string text_;
  std::chrono::steady_clock::time_point second_{};
  int told_ = 0;
  std::uint64_t untold_ = 0;
};

}  // namespace locker::serve
