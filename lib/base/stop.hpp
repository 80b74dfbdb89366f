#pragma once

#include <stop_token>

namespace locker {

/// Blocks until a stop is requested.
void wait_for_stop(const std::stop_token& stop);

/// Throws Error{interrupted} if a stop is requested.
void check_stop(const std::stop_token& stop);

}  // namespace locker
