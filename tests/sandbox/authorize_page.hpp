#pragma once

#include <string>

#include "sandbox/http_call.hpp"

namespace sandbox {

// The consent page: a form that posts the request back with the button's name.
std::string authorize_page(const Parameters& request);
// What X shows for a request it does not trust enough to redirect: the user stays here.
std::string refusal_page(const std::string& reason);

}  // namespace sandbox
