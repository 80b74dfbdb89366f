#pragma once

#include "lib/base/error.hpp"

namespace locker::http {

/// The status with which a request is answered that ended in an error of this kind (RFC 9110 section 15).
[[nodiscard]] int status_of(ErrorKind kind);

}  // namespace locker::http
