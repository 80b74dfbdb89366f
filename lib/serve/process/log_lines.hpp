#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace locker::serve {

/// Cuts a service's output into lines, and keeps a storm of them from becoming one in the log: long
/// lines are cut; after a burst only some a second are told, and of the others that there are some
/// and, with the next line that is told, their number.
class LogLines {
 public:
  /// `stormed` is called for the first line that is not told, and for no other.
  explicit LogLines(std::function<void(std::string_view)> line, std::function<void()> stormed = {})
      : line_(std::move(line)), stormed_(std::move(stormed)) {}
  void take(std::string_view bytes);
  void end();

 private:
  static constexpr double kBurst = 200, kEachSecond = 2;
  void finish_line();
  void tell_how_many();
  const std::function<void(std::string_view)> line_;
  std::function<void()> stormed_;
  std::string text_;
  std::chrono::steady_clock::time_point last_{};
  double allowed_ = kBurst;  ///< to be told now
  std::uint64_t untold_ = 0;
};

}  // namespace locker::serve
