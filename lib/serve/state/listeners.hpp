#pragma once

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/time.hpp"

namespace locker::serve {

/// A service that wants to hear of a type: `POST` to its `callback` for each change.
struct Listener {
  std::string type, service, callback;
  std::int64_t position = 0;     ///< number of the last change it was told of, or that was not for it
  std::optional<Instant> heard;  ///< the time of that change, by which the archive is known again
  std::int64_t repeat = 0;       ///< number of the last repeat it was told of, or that was not for it
};

/// Who listens to what, and how far each has heard: durable, in `Me/listeners.json`. A position is never
/// ahead of what was delivered; after a crash it may lie behind, and something is told twice.
class Listeners {
 public:
  explicit Listeners(std::filesystem::path file);

  /// The same listener twice is one. False if it was there. Throws Error{rate_limit} where a service has 250:
  /// each takes a thread, and all are written anew with each.
  bool add(const Listener& listener);
  /// False if it was not there.
  bool remove(const std::string& type, const std::string& service, const std::string& callback);
  [[nodiscard]] std::vector<Listener> all() const;
  /// Notes how far it has heard; never back.
  void move(const Listener& listener);
  /// Back, where the archive is another one than that of which it heard.
  void lower(const Listener& listener, std::int64_t position);

 private:
  void save() const;
  const std::filesystem::path file_;
  mutable std::mutex mutex_;
  std::vector<Listener> listeners_;
};

}  // namespace locker::serve
