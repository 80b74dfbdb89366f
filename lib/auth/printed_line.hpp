#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "lib/base/secret.hpp"

namespace locker::auth {

/// The first line that a program prints, found in the PATH and run without a shell, without input and
/// without a terminal of its own. Absent if there is no such program, if it fails, prints nothing, or does
/// not end before `patience` is over; then it is ended. Throws Error{interrupted} after a stop.
[[nodiscard]] std::optional<Secret> printed_line(const std::vector<std::string>& command,
                                                 std::chrono::milliseconds patience,
                                                 const std::stop_token& stop);

}  // namespace locker::auth
