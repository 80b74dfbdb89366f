#pragma once

#include <memory>
#include <stop_token>

#include "lib/base/time.hpp"

namespace locker {

/// The engine's source of time. Every wait has a deadline and a stop token: tests skip hours, and Ctrl-C ends
/// any wait.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant now() const = 0;
  /// Waits until `deadline` or a stop request. Returns true if the deadline was reached.
  virtual bool wait_until(Instant deadline, const std::stop_token& stop) = 0;
};

[[nodiscard]] std::unique_ptr<Clock> make_system_clock();

}  // namespace locker
