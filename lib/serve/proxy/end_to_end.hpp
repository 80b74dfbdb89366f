#pragma once

#include "lib/http/message.hpp"

namespace locker::serve {

/// Without what concerns only the one connection (RFC 9110 section 7.6.1).
[[nodiscard]] http::Headers end_to_end(const http::Headers& headers);

}  // namespace locker::serve
