#pragma once

#include "lib/base/error.hpp"

namespace locker::cli {

/// The exit codes of design 6; locker(1) lists them.
[[nodiscard]] int exit_code(ErrorKind kind);

}  // namespace locker::cli
