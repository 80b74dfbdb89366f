#pragma once

#include <string>
#include <string_view>

#include "lib/serve/request.hpp"

namespace locker::serve {

/// True if the request's path matches the pattern. `:id` matches one segment, which is stored in the request.
[[nodiscard]] bool matches(std::string_view pattern, Request& request);

/// Returns the value of an Allow header for a route's methods, such as `GET POST`; GET implies HEAD.
[[nodiscard]] std::string allow_list(std::string_view methods);

}  // namespace locker::serve
