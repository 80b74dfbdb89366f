#pragma once

#include "lib/connector/sign_in.hpp"

namespace locker::connectors::github {

/// How one signs in to GitHub.
[[nodiscard]] connector::SignIn sign_in();

}  // namespace locker::connectors::github
