#pragma once

#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

#include "lib/base/clock.hpp"

namespace locker::serve {

/// The sender of what core itself notes down.
inline constexpr char kCoreItself[] = "core";

/// What services note down, and core of what went wrong with one: `Me/diary/<year>/<month>/<day>.json`, a
/// JSON object a line `{timestamp, level, message, service}`, as in 2011. Beside it the log, `<day>.log`,
/// in the same form: when services begin and end, what they say by themselves, what core passes over.
/// Days are the local zone's.
class Diary {
 public:
  /// `hide` takes out of a message what nobody may read there.
  Diary(
      std::filesystem::path me_folder, const Clock& clock,
      std::function<std::string(std::string)> hide = [](std::string text) { return text; })
      : folder_(std::move(me_folder)), clock_(clock), hide_(std::move(hide)) {}

  /// `level` as the service gave it; `message` absent where it gave none.
  void write(std::string_view service, const std::string* message, std::string_view level);
  void write(std::string_view service, const std::string& message) { write(service, &message, "0"); }
  void log(std::string_view service, const std::string& message);
  /// Today's lines; empty if there are none.
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
