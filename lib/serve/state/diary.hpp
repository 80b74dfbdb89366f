#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "lib/base/clock.hpp"
#include "lib/base/state_file.hpp"

namespace locker::serve {

/// The sender of core's own entries.
inline constexpr char kCoreItself[] = "core";

/// The diary contains entries of services, and of core about services' failures:
/// `Me/diary/<year>/<month>/<day>.json`, one JSON object `{timestamp, level, message, service}` per line, as
/// in 2011. The log, `<day>.log` next to it, has the same format: starts and ends of services, their output,
/// what core ignored. Days are in the local time zone.
class Diary {
 public:
  /// Longer messages are truncated, in bytes.
  static constexpr std::size_t kLongestMessage = 64 * 1024;

  /// `hide` removes secrets from a message.
  Diary(
      std::filesystem::path me_folder, const Clock& clock,
      std::function<std::string(std::string)> hide = [](std::string text) { return text; })
      : folder_(std::move(me_folder)), clock_(clock), hide_(std::move(hide)) {}

  /// Stores message and level as the JSON values that the service sent, as in 2011; `message` is null if it
  /// sent none. A message over 64 KB, or a level of more than a word, becomes text and is truncated. Throws
  /// Error{rate_limit} if the service has filled its share of the day's diary, which the first time is noted
  /// there.
  void write(std::string_view service, const nlohmann::ordered_json* message,
             const nlohmann::ordered_json& level);
  /// An entry of core itself, about the service.
  void write(std::string_view service, const std::string& message);
  void log(std::string_view service, const std::string& message);
  /// Opens today's lines: those that are there now. However slowly they are read, entries do not wait.
  [[nodiscard]] StateFileReader today() const { return open_today("json"); }
  [[nodiscard]] StateFileReader log_of_today() const { return open_today("log"); }

 private:
  [[nodiscard]] std::filesystem::path file_of_today(const std::string& kind) const;
  [[nodiscard]] std::string line_of(std::string_view service, const nlohmann::ordered_json* message,
                                    const nlohmann::ordered_json& level) const;
  [[nodiscard]] std::string line_of(std::string_view service, const std::string& message) const;
  [[nodiscard]] nlohmann::ordered_json bounded(const nlohmann::ordered_json& value,
                                               std::size_t longest) const;
  [[nodiscard]] bool fits(std::string_view service, std::uint64_t bytes);
  void append(const std::string& line, const std::string& kind);
  [[nodiscard]] StateFileReader open_today(const std::string& kind) const;
  const std::filesystem::path folder_;
  const Clock& clock_;
  const std::function<std::string(std::string)> hide_;
  mutable std::mutex mutex_;       ///< protects what follows, and keeps lines whole
  std::filesystem::path counted_;  ///< the file in which `written_` are the bytes of each service
  std::map<std::string, std::uint64_t, std::less<>> written_;
};

}  // namespace locker::serve
