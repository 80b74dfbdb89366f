#pragma once

#include "lib/connector/sign_in.hpp"

namespace locker::connectors::example {

/// How one signs in to the service.
[[nodiscard]] connector::SignIn sign_in();

}  // namespace locker::connectors::example
