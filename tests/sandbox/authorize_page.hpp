#pragma once

#include <string>

#include "sandbox/http_call.hpp"

namespace sandbox {

// Returns the consent page: a form that posts the request back with the button's name.
std::string authorize_page(const Parameters& request);
// Returns X's page for a request that it does not trust enough to redirect: the user stays there.
std::string refusal_page(const std::string& reason);

}  // namespace sandbox
