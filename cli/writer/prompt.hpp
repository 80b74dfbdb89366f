#pragma once

#include <string>

#include "cli/context.hpp"

namespace locker::cli {

/// Whether there is a person to ask, and they may be asked.
[[nodiscard]] bool may_ask(const Context& context);

/// Asks on stderr, and reads one line, without the blanks around it. Throws Error{interrupted} after a stop.
[[nodiscard]] std::string ask(const std::string& question, Context& context);

}  // namespace locker::cli
