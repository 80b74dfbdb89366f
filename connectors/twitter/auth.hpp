#pragma once

#include "lib/connector/sign_in.hpp"

namespace locker::connectors::twitter {

/// How one signs in to X.
[[nodiscard]] connector::SignIn sign_in();

}  // namespace locker::connectors::twitter
