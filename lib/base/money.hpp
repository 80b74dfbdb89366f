#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace locker {

/// Dollars as a person reads them: `$1.23`; below a cent all digits that count: `$0.005`.
[[nodiscard]] std::string format_dollars(std::int64_t micro_dollars);

/// `10`, `$0.50`, `1.234567` in millionths of a dollar; absent for anything else or a negative sum.
[[nodiscard]] std::optional<std::int64_t> parse_dollars(std::string_view text);

}  // namespace locker
