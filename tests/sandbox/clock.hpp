#pragma once

#include <atomic>
#include <cstdint>

namespace sandbox {

// The service's clock: the wall clock plus an offset. All expiry times and headers use it, so that tests can
// advance it by hours without waiting.
class Clock {
 public:
  explicit Clock(std::int64_t offset_seconds = 0) : offset_ms_(offset_seconds * 1000) {}

  std::int64_t now_ms() const;
  std::int64_t now_s() const { return now_ms() / 1000; }
  void advance(std::int64_t seconds) { offset_ms_ += seconds * 1000; }

 private:
  std::atomic<std::int64_t> offset_ms_;
};

}  // namespace sandbox
