#pragma once

#include <vector>

#include "lib/connector/descriptor.hpp"
#include "lib/serve/service_route.hpp"
#include "lib/service/abilities.hpp"

namespace locker::service {

/// Returns the endpoints of a connector's process, except the `/current` and `/record` that all have in
/// common, in the order of the startup sequence.
[[nodiscard]] std::vector<serve::ServiceRoute> routes_of(const connector::Descriptor& connector,
                                                         const Abilities& abilities);

}  // namespace locker::service
