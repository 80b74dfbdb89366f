#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace locker {

/// The process environment, and the only code that calls getenv; tests build one from a map.
class Environment {
 public:
  [[nodiscard]] static Environment of_process();
  explicit Environment(std::map<std::string, std::string, std::less<>> values) : values_(std::move(values)) {}

  /// Absent if unset or empty.
  [[nodiscard]] std::optional<std::string> get(std::string_view name) const;

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

/// Returns the environment for a child process that inherits this one's.
[[nodiscard]] char** inherited_environment();

}  // namespace locker
