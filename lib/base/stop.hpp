#pragma once

#include <stop_token>

namespace locker {

/// Returns when a stop is asked for.
void wait_for_stop(const std::stop_token& stop);

}  // namespace locker
