#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "lib/serve/state/listeners.hpp"

namespace locker::serve {

/// An unchanged object that a service posted again: no change in the archive, but delivered to listeners
/// nevertheless, because the 2011 core notified them of each post (facts of locker-2011, 1.3).
struct Repeat {
  std::string type;
  std::int64_t change = 0;  ///< number of the change that created the object's current version
  std::int64_t after = 0;   ///< number of the newest change at the time of the post: the repeat is delivered
                            ///< after it
  std::int64_t number = 0;  ///< its own number, ascending
};

/// The repeats that are not delivered yet, stored in `Me/repeats.jsonl`, one per line.
class Repeats {
 public:
  /// `given` is the greatest number known to have been assigned; new ones are greater.
  Repeats(std::filesystem::path file, std::int64_t given);

  /// Assigns the next number and stores the repeat. Occasionally drops those that all of `listeners` have
  /// received. Returns false, and stores nothing, if 100,000 wait for a listener that does not receive them.
  /// Throws Error{internal} if it cannot be stored.
  bool add(Repeat repeat, const std::vector<Listener>& listeners);
  /// Returns the first repeat of that type after the number `heard`, which is advanced past those of other
  /// types before it.
  [[nodiscard]] std::optional<Repeat> next(const std::string& type, std::int64_t& heard) const;
  /// Returns the greatest number so far.
  [[nodiscard]] std::int64_t last() const;
  /// Adjusts the repeats to a replaced archive, whose newest change has that number.
  void lower(std::int64_t last_change);

 private:
  void append(const Repeat& repeat);
  void drop_delivered(const std::vector<Listener>& listeners);
  void save() const;

  const std::filesystem::path file_;
  mutable std::mutex mutex_;
  std::deque<Repeat> waiting_;
  std::int64_t last_;
  std::size_t drop_at_ = 0;  ///< size at which delivered repeats are dropped next
};

}  // namespace locker::serve
