#pragma once

#include <string>
#include <string_view>

#include "sandbox/http_call.hpp"

namespace sandbox {

std::string percent_decoded(std::string_view text);
std::string percent_encoded(std::string_view text);
// Parses `a=b&c=d` of a query or a URL-encoded body; `+` is a space.
Parameters parse_parameters(std::string_view text);

}  // namespace sandbox
