#pragma once

#include "lib/connector/sign_in.hpp"

namespace locker::connectors::twitter {

/// X's sign-in methods.
[[nodiscard]] connector::SignIn sign_in();

}  // namespace locker::connectors::twitter
