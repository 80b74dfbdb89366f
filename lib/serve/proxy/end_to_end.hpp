#pragma once

#include "lib/http/message.hpp"

namespace locker::serve {

/// Returns the headers without those of a single connection (RFC 9110 section 7.6.1). Apply it before adding
/// headers of our own: the sender's Connection header must not drop those.
[[nodiscard]] http::Headers end_to_end(const http::Headers& headers);

}  // namespace locker::serve
