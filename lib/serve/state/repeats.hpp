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

/// An object that a service posted once more as it is: no change of the archive, and an event all the same,
/// since 2011's core told its listeners of each post (facts of locker-2011, 1.3).
struct Repeat {
  std::string type;
  std::int64_t change = 0;  ///< the one that made the object what it is
  std::int64_t after = 0;   ///< the newest one when it was posted: it is told after that
  std::int64_t number = 0;  ///< its own, rising
};

/// The repeats that are still to be told: durable, in `Me/repeats.jsonl`, a line each.
class Repeats {
 public:
  /// `given` is a number that was given already: later ones are greater.
  Repeats(std::filesystem::path file, std::int64_t given);

  /// Gives it its number. What all of `listeners` have heard is dropped now and then. False, and nothing is
  /// kept, where 100,000 wait for one that does not hear them. Throws Error{internal} if it cannot be kept.
  bool add(Repeat repeat, const std::vector<Listener>& listeners);
  /// The first of that type behind the number `heard`, which moves over those of other types before it.
  [[nodiscard]] std::optional<Repeat> next(const std::string& type, std::int64_t& heard) const;
  /// The greatest number so far.
  [[nodiscard]] std::int64_t last() const;
  /// The archive is another one, whose newest change has that number.
  void lower(std::int64_t last_change);

 private:
  void append(const Repeat& repeat);
  void drop_heard(const std::vector<Listener>& listeners);
  void save() const;

  const std::filesystem::path file_;
  mutable std::mutex mutex_;
  std::deque<Repeat> waiting_;
  std::int64_t last_;
  std::size_t drop_at_ = 0;  ///< that many are looked through for those that all have heard
};

}  // namespace locker::serve
