#pragma once

#include "lib/connector/sign_in.hpp"

namespace locker::connectors::example {

/// The service's sign-in methods.
[[nodiscard]] connector::SignIn sign_in();

}  // namespace locker::connectors::example
