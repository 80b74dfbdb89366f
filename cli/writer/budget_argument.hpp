#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/context.hpp"
#include "lib/connector/descriptor.hpp"

namespace locker::cli {

/// What reading may cost in a month, in millionths of a dollar; absent: no limit.
using Budget = std::optional<std::int64_t>;

/// Dollars, or `none`. Throws Error{usage} for anything else.
[[nodiscard]] Budget parse_budget(const std::string& text);

/// That of an account for which nobody said one.
[[nodiscard]] Budget usual_budget(const connector::Descriptor& connector);

/// Asks on the terminal; absent if the person leaves it at the usual one.
[[nodiscard]] std::optional<Budget> ask_for_budget(const connector::Descriptor& connector, Context& context);

}  // namespace locker::cli
