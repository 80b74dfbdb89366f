#pragma once

#include <string>
#include <vector>

#include "lib/auth/token.hpp"
#include "lib/connector/sign_in.hpp"

namespace locker::auth {

/// Returns the granted scopes and those that they imply.
[[nodiscard]] std::vector<std::string> with_included(const connector::SignIn& ways,
                                                     std::vector<std::string> granted);

/// Returns the scopes that the sign-in requested and the service did not grant.
[[nodiscard]] std::vector<std::string> refused_scopes(const Credentials& credentials,
                                                      const connector::SignIn& ways);

/// Returns the scopes of `wanted` that `granted` neither contains nor implies.
[[nodiscard]] std::vector<std::string> missing_scopes(const std::vector<std::string>& wanted,
                                                      const connector::SignIn& ways,
                                                      const std::vector<std::string>& granted);

}  // namespace locker::auth
