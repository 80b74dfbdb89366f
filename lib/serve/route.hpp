#pragma once

#include <string>
#include <string_view>

#include "lib/serve/request.hpp"

namespace locker::serve {

/// Whether a request goes to the path of a route: itself, or with `:id` for one segment, which is noted in
/// the request.
[[nodiscard]] bool matches(std::string_view pattern, Request& request);

/// The methods of a route, `GET POST`, as an Allow header says them: HEAD goes where GET does.
[[nodiscard]] std::string allow_list(std::string_view methods);

}  // namespace locker::serve
