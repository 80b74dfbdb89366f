#pragma once

#include <algorithm>

#include "lib/base/clock.hpp"

namespace locker::test {

/// A clock that only advances by waits, which take no real time.
class ManualClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return time; }
  bool wait_until(Instant deadline, const std::stop_token& stop) override {
    if (stop.stop_requested()) return false;
    time = std::max(time, deadline);
    return true;
  }
  Instant time = from_millis(1'764'000'000'000);
};

}  // namespace locker::test
