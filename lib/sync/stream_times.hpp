#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "lib/base/time.hpp"
#include "lib/store/write/writer.hpp"

namespace locker::sync {

/// A time for each of some streams, stored as a JSON object in a file of the account's folder. A file that
/// cannot be parsed holds none.
class StreamTimes {
 public:
  explicit StreamTimes(std::filesystem::path file);

  [[nodiscard]] std::optional<Instant> find(const store::StreamName& stream) const;
  /// Stores the time durably.
  void set(const store::StreamName& stream, Instant time);

 private:
  const std::filesystem::path file_;
  std::map<std::string, Instant> times_;
};

}  // namespace locker::sync
