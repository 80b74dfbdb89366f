#pragma once

#include <string>
#include <vector>

#include "lib/auth/token.hpp"
#include "lib/connector/sign_in.hpp"

namespace locker::auth {

/// What was granted, and what that includes.
[[nodiscard]] std::vector<std::string> with_included(const connector::SignIn& ways,
                                                     std::vector<std::string> granted);

/// What our sign-in asked for and the service did not grant.
[[nodiscard]] std::vector<std::string> refused_of(const Credentials& credentials,
                                                  const connector::SignIn& ways);

/// What of `wanted` was not granted, nor is included in it.
[[nodiscard]] std::vector<std::string> missing_of(const std::vector<std::string>& wanted,
                                                  const connector::SignIn& ways,
                                                  const std::vector<std::string>& granted);

}  // namespace locker::auth
