#pragma once

#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

#include "lib/base/clock.hpp"

namespace locker::serve {

/// The sender of core's own entries.
inline constexpr char kCoreItself[] = "core";

/// The diary contains entries of services, and of core about services' failures:
/// `Me/diary/<year>/<month>/<day>.json`, one JSON object `{timestamp, level, message, service}` per line, as
/// in 2011. The log, `<day>.log` next to it, has the same format: starts and ends of services, their output,
/// what core ignored. Days are in the local time zone.
class Diary {
 public:
  /// `hide` removes secrets from a message.
  Diary(
      std::filesystem::path me_folder, const Clock& clock,
      std::function<std::string(std::string)> hide = [](std::string text) { return text; })
      : folder_(std::move(me_folder)), clock_(clock), hide_(std::move(hide)) {}

  /// `level` is as the service sent it; `message` is null if it sent none.
  void write(std::string_view service, const std::string* message, std::string_view level);
  void write(std::string_view service, const std::string& message) { write(service, &message, "0"); }
  void log(std::string_view service, const std::string& message);
  /// Returns today's lines; empty if there are none.
  [[nodiscard]] std::string today() const { return read("json"); }
  [[nodiscard]] std::string log_of_today() const { return read("log"); }

 private:
  [[nodiscard]] std::filesystem::path file_of_today(const std::string& kind) const;
  void append(std::string_view service, const std::string* message, std::string_view level,
              const std::string& kind);
  [[nodiscard]] std::string read(const std::string& kind) const;
  const std::filesystem::path folder_;
  const Clock& clock_;
  const std::function<std::string(std::string)> hide_;
  mutable std::mutex mutex_;
};

}  // namespace locker::serve
