#pragma once

#include <memory>

#include "lib/auth/token_source.hpp"
#include "lib/http/transport.hpp"

namespace locker::auth {

/// Sends each request that lies below `base`, a service's address, with a token of `tokens`, and all others
/// with none: no other address gets one, wherever it came from. After a 401 once more with another one; a
/// second 401 is the answer.
[[nodiscard]] std::unique_ptr<http::Transport> make_authorized(http::Transport& inner, TokenSource& tokens,
                                                               std::string base);

/// A token that is held in memory only, and cannot be replaced: of a sign-in that is not stored yet.
[[nodiscard]] std::unique_ptr<TokenSource> make_fixed_token(Secret token);

}  // namespace locker::auth
