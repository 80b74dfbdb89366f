#pragma once

#include <string_view>

#include "lib/http/server/exchange.hpp"

namespace locker::serve {

/// The fields of a form as 2011's core read them: those with nested names (`obj[x]=1&obj[list][]=2`) are one
/// parameter, whose value is JSON (`{"x":"1","list":["2"]}`). Of two of one plain name the first counts, and
/// of more than 1,000 fields the first 1,000.
[[nodiscard]] http::Parameters read_form_body(std::string_view form);

}  // namespace locker::serve
