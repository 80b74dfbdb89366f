#pragma once

#include <memory>
#include <stop_token>

#include "lib/base/time.hpp"

namespace locker {

/// Time as the engine sees it. Every wait has a deadline and a stop token, so that tests
/// turn hours into nothing and Ctrl-C ends any of them.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant now() const = 0;
  /// Waits until `deadline` or until a stop is asked for; true if the deadline was reached.
  virtual bool wait_until(Instant deadline, const std::stop_token& stop) = 0;
};

[[nodiscard]] std::unique_ptr<Clock> make_system_clock();

}  // namespace locker
