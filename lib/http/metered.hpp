#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "lib/http/transport.hpp"

namespace locker::http {

/// How many requests were really sent, retries included.
struct RequestMeter {
  std::atomic<std::int64_t> sent = 0;
};

/// Counts what passes to `inner`.
[[nodiscard]] std::unique_ptr<Transport> make_metered(Transport& inner, RequestMeter& meter);

}  // namespace locker::http
