#pragma once

#include <vector>

#include "lib/connector/descriptor.hpp"
#include "lib/serve/service_route.hpp"
#include "lib/service/abilities.hpp"

namespace locker::service {

/// All that a connector's process answers under a name of its own, in the order of the flow.
[[nodiscard]] std::vector<serve::ServiceRoute> routes_of(const connector::Descriptor& connector,
                                                         const Abilities& abilities);

}  // namespace locker::service
