#pragma once

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/time.hpp"

namespace locker::serve {

/// A service that is sent a `POST` to its `callback` for each change of a type.
struct Listener {
  std::string type, service, callback;
  std::int64_t position = 0;     ///< number of the last change that was delivered or did not concern it
  std::optional<Instant> heard;  ///< time of that change, to recognize the archive
  std::int64_t repeat = 0;       ///< number of the last repeat that was delivered or did not concern it
};

/// The listeners and their positions, stored in `Me/listeners.json`. A position is never ahead of the
/// deliveries; after a crash it may be behind, so that something is delivered twice.
class Listeners {
 public:
  explicit Listeners(std::filesystem::path file);

  /// Adds a listener; false if it exists already. Throws Error{rate_limit} if the service has 250: each takes
  /// a thread, and the file is rewritten for each.
  bool add(const Listener& listener);
  /// Returns false if there was no such listener.
  bool remove(const std::string& type, const std::string& service, const std::string& callback);
  [[nodiscard]] std::vector<Listener> all() const;
  /// Advances the stored position; never moves it back.
  void move(const Listener& listener);
  /// Moves the position back, if the archive was replaced.
  void lower(const Listener& listener, std::int64_t position);

 private:
  void save() const;
  const std::filesystem::path file_;
  mutable std::mutex mutex_;
  std::vector<Listener> listeners_;
};

}  // namespace locker::serve
