#pragma once

#include <string_view>

#include "lib/http/server/exchange.hpp"

namespace locker::serve {

/// Parses a form like the 2011 core: fields with nested names (`obj[x]=1&obj[list][]=2`) become one parameter
/// with a JSON value (`{"x":"1","list":["2"]}`). If a plain name is repeated, the first field counts; fields
/// after the first 1,000 are ignored.
[[nodiscard]] http::Parameters read_form_body(std::string_view form);

}  // namespace locker::serve
