#pragma once

#include <string_view>

#include "lib/http/server/exchange.hpp"

namespace locker::http {

/// Parses a query strictly. Throws Error{usage} naming a parameter that is repeated or has a broken escape.
[[nodiscard]] Parameters checked_parameters(std::string_view query);

/// Parses a boolean: `true`, `1` or empty, `false` or `0`. Throws Error{usage} naming the parameter for any
/// other value.
[[nodiscard]] bool flag_of(std::string_view name, std::string_view value);

/// Parses a non-negative integer. Throws Error{usage} naming the parameter for any other value.
[[nodiscard]] std::int64_t number_of(std::string_view name, std::string_view value);

}  // namespace locker::http
