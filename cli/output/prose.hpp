#pragma once

#include <string>

#include "cli/context.hpp"

namespace locker::cli {

/// Writes a message, wrapped to the terminal's width. `line` must be printable.
void tell(const std::string& line, const Context& context);

}  // namespace locker::cli
