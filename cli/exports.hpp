#pragma once

#include "lib/connector/descriptor.hpp"

namespace locker::cli {

/// Returns true if users can get a file of their data from the service that locker can import.
[[nodiscard]] bool has_exports(const connector::Descriptor& connector);

}  // namespace locker::cli
