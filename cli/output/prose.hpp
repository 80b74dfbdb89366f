#pragma once

#include <string>

#include "cli/context.hpp"

namespace locker::cli {

/// A line for a person, in several where the terminal is narrower. It must be printable.
void tell(const std::string& line, const Context& context);

}  // namespace locker::cli
