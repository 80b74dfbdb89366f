#pragma once

#include <string_view>

#include "lib/http/server/exchange.hpp"

namespace locker::service {

/// True if the method is one of those; else answers 405, naming them.
bool allows(http::Exchange& exchange, std::string_view methods);

/// True for GET and HEAD; else answers 405.
inline bool only_reads(http::Exchange& exchange) { return allows(exchange, "GET, HEAD"); }

}  // namespace locker::service
