#include "lib/base/clock.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace locker {
namespace {

/// Clamps to the range of the system clock, which counts nanoseconds and reaches from 1677 to 2262.
std::chrono::system_clock::time_point system_time(Instant deadline) {
  using std::chrono::system_clock;
  constexpr auto kLast = std::chrono::floor<std::chrono::milliseconds>(system_clock::time_point::max());
  constexpr auto kFirst = std::chrono::ceil<std::chrono::milliseconds>(system_clock::time_point::min());
  return std::clamp<Instant>(deadline, kFirst, kLast);
}

class SystemClock : public Clock {
 public:
  [[nodiscard]] Instant now() const override {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }

  bool wait_until(Instant deadline, const std::stop_token& stop) override {
    std::mutex mutex;
    std::condition_variable_any changed;
    std::unique_lock lock(mutex);
    changed.wait_until(lock, stop, system_time(deadline), [] { return false; });
    return !stop.stop_requested();
  }
};

}  // namespace

std::unique_ptr<Clock> make_system_clock() { return std::make_unique<SystemClock>(); }

}  // namespace locker
