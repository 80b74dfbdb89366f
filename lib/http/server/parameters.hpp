#pragma once

#include <string_view>

#include "lib/http/server/exchange.hpp"

namespace locker::http {

/// The parameters of a query, for who takes none that cannot be understood. Throws Error{usage} naming one
/// that is there twice, or whose escapes are broken.
[[nodiscard]] Parameters checked_parameters(std::string_view query);

/// `true`, `1` and nothing, or `false` and `0`. Throws Error{usage} naming the parameter for anything else.
[[nodiscard]] bool flag_of(std::string_view name, std::string_view value);

/// A whole number from 0 on. Throws Error{usage} naming the parameter for anything else.
[[nodiscard]] std::int64_t number_of(std::string_view name, std::string_view value);

}  // namespace locker::http
