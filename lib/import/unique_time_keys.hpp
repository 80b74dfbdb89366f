#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "lib/store/write/observation.hpp"

namespace locker::imports {

/// Distinguishes elements that have no id of their own and are identified by their time
/// (Mapped::keyed_by_time). Among several with the same key in one member, the first keeps the key and the
/// others get a number appended; identical bytes are the same element.
class UniqueTimeKeys {
 public:
  /// Makes the key of `seen` unique. Must be called for all elements of a member, in their order.
  void tell_apart(store::Observation& seen);

 private:
  [[nodiscard]] int number_of(const store::Observation& seen);

  std::optional<Instant> time_;
  std::map<std::string, int> called_;  ///< number of elements at `time_` by original key
  std::map<std::pair<std::string, std::size_t>, int> numbers_;  ///< by key and hash of the bytes
};

}  // namespace locker::imports
