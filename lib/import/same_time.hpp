#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "lib/store/write/observation.hpp"

namespace locker::imports {

/// Tells apart what has no id of its own and is called by its time (Mapped::called_by_time). Of several that
/// are called alike, the first of a member keeps that key, and the others get a number behind it; the same
/// bytes are the same thing.
class SameTime {
 public:
  /// In the order of the member, all of them.
  void tell_apart(store::Observation& seen);

 private:
  [[nodiscard]] int number_of(const store::Observation& seen);

  std::optional<Instant> time_;
  std::map<std::string, int> called_;                           ///< how many of that time are called so
  std::map<std::pair<std::string, std::size_t>, int> numbers_;  ///< by key, and hash of the bytes
};

}  // namespace locker::imports
