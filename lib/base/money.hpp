#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace locker {

/// Returns an amount in dollars, for JSON.
[[nodiscard]] inline double in_dollars(std::int64_t micro_dollars) {
  return static_cast<double>(micro_dollars) / 1e6;
}

/// Formats an amount for display: `$1.23`; below a cent with all significant digits: `$0.005`.
[[nodiscard]] std::string format_dollars(std::int64_t micro_dollars);

/// Parses `10`, `$0.50` or `1.234567` into millionths of a dollar; absent for anything else or a negative
/// amount.
[[nodiscard]] std::optional<std::int64_t> parse_dollars(std::string_view text);

}  // namespace locker
