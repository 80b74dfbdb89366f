#pragma once

#include "lib/base/error.hpp"

namespace locker::http {

/// Returns the status of the response to a request that failed with this kind of error (RFC 9110 section 15).
[[nodiscard]] int status_of(ErrorKind kind);

}  // namespace locker::http
