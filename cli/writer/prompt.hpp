#pragma once

#include <string>

#include "cli/context.hpp"

namespace locker::cli {

/// True if prompting is possible and allowed.
[[nodiscard]] bool may_ask(const Context& context);

/// Prompts on stderr and returns one trimmed line. Throws Error{interrupted} after a stop request.
[[nodiscard]] std::string ask(const std::string& question, Context& context);

}  // namespace locker::cli
