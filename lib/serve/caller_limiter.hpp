#pragma once

#include <cstddef>
#include <optional>
#include <stop_token>
#include <string>

#include "lib/serve/fair_semaphore.hpp"

namespace locker::serve {

/// What services take up of core with requests of their own. Of the connections that core may have they get
/// half together and one of them a quarter, whatever it asks for: people and the other services find room. Of
/// what core answers itself each has so much under way, and the rest of its requests wait for a turn.
class CallerLimiter {
 public:
  explicit CallerLimiter(std::size_t connections);

  /// As long as it lives, one of them is under way.
  struct Permit {
    FairSemaphore::Permit place;
    std::optional<FairSemaphore::Permit> turn;
  };
  /// A request of `service`, which core answers itself or (`passed_on`) another service does. Absent if it is
  /// one too many, or its turn does not come for some seconds or before a stop.
  [[nodiscard]] std::optional<Permit> enter(const std::string& service, bool passed_on,
                                            const std::stop_token& stop);

 private:
  FairSemaphore places_, turns_;
};

}  // namespace locker::serve
