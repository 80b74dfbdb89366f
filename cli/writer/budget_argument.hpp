#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/context.hpp"
#include "lib/connector/descriptor.hpp"

namespace locker::cli {

/// The limit of the cost per month, in millionths of a dollar; absent: no limit.
using Budget = std::optional<std::int64_t>;

/// Parses dollars, or `none`. Throws Error{usage} for anything else.
[[nodiscard]] Budget parse_budget(const std::string& text);

/// Returns the default budget of an account.
[[nodiscard]] Budget usual_budget(const connector::Descriptor& connector);

/// Prompts on the terminal; absent if the user keeps the default.
[[nodiscard]] std::optional<Budget> ask_for_budget(const connector::Descriptor& connector, Context& context);

}  // namespace locker::cli
