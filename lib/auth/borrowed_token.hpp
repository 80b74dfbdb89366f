#pragma once

#include <stop_token>
#include <string>

#include "lib/base/environment.hpp"
#include "lib/base/secret.hpp"
#include "lib/connector/sign_in.hpp"

namespace locker::auth {

/// Returns the token of another program on this machine for `host`: printed by that program, else read from
/// its file. The program runs without a terminal and for ten seconds at most. Throws Error{sign_in} naming
/// what was looked for, and Error{interrupted}.
[[nodiscard]] Secret borrow_token(const connector::BorrowedToken& from, const std::string& host,
                                  const Environment& environment, const std::stop_token& stop);

}  // namespace locker::auth
