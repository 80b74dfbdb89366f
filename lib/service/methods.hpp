#pragma once

#include <string_view>

#include "lib/http/server/exchange.hpp"

namespace locker::service {

/// Returns true if the method is in the list; otherwise answers 405 with an Allow header.
bool allows(http::Exchange& exchange, std::string_view methods);

/// Returns true for GET and HEAD; otherwise answers 405.
inline bool only_reads(http::Exchange& exchange) { return allows(exchange, "GET, HEAD"); }

}  // namespace locker::service
