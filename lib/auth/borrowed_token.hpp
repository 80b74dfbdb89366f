#pragma once

#include <stop_token>
#include <string>

#include "lib/base/environment.hpp"
#include "lib/base/secret.hpp"
#include "lib/connector/sign_in.hpp"

namespace locker::auth {

/// The token that another program of this person has for `host`: as the program itself prints it, else
/// from its file. The program asks nobody anything, and gets ten seconds. Throws Error{sign_in} naming
/// what was looked for, Error{interrupted}.
[[nodiscard]] Secret borrow_token(const connector::BorrowedToken& from, const std::string& host,
                                  const Environment& environment, const std::stop_token& stop);

}  // namespace locker::auth
