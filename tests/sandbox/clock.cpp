#include "sandbox/clock.hpp"

#include <chrono>

namespace sandbox {

std::int64_t Clock::now_ms() const {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count() + offset_ms_;
}

}  // namespace sandbox
