#pragma once

#include "lib/connector/descriptor.hpp"

namespace locker::cli {

/// Whether the service gives people a file of their data that can be imported.
[[nodiscard]] bool has_exports(const connector::Descriptor& connector);

}  // namespace locker::cli
