#pragma once

#include <memory>

#include "lib/auth/token_source.hpp"
#include "lib/http/transport.hpp"

namespace locker::auth {

/// Adds a token of `tokens` to each request below `base`, the service's base address, and to no other,
/// whatever its URL came from. After a 401 it retries once with a replacement; a second 401 is returned.
[[nodiscard]] std::unique_ptr<http::Transport> make_authorized(http::Transport& inner, TokenSource& tokens,
                                                               std::string base);

}  // namespace locker::auth
