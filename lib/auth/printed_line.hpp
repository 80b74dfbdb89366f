#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "lib/base/secret.hpp"

namespace locker::auth {

/// Runs a program from the PATH, without shell, input or terminal, and returns the first line that it prints.
/// Absent if there is no such program, if it fails or prints nothing, or if it takes longer than `patience`,
/// after which it is killed. Throws Error{interrupted} after a stop request.
[[nodiscard]] std::optional<Secret> printed_line(const std::vector<std::string>& command,
                                                 std::chrono::milliseconds patience,
                                                 const std::stop_token& stop);

}  // namespace locker::auth
