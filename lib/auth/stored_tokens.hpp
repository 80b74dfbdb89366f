#pragma once

#include <memory>

#include "lib/auth/token_endpoint.hpp"
#include "lib/auth/token_source.hpp"
#include "lib/auth/token_store.hpp"
#include "lib/base/clock.hpp"

namespace locker::auth {

/// The account's stored token, refreshed when it has expired or was refused. A refresh holds the
/// account's token lock, reads the file anew, and goes on only if nobody else has refreshed
/// meanwhile; there is room for the new pair on the disk before it is asked for, and it is there before it is
/// used. So a refresh token, which is good once, is
/// spent by one of any number of processes. One that the service refuses for good is noted as that, and
/// not sent again by any of them. `sign_in_command` is the hint where nothing else helps.
[[nodiscard]] std::unique_ptr<TokenSource> make_stored_tokens(TokenStore store, TokenEndpoint endpoint,
                                                              Clock& clock, std::string sign_in_command);

/// Refreshes now, whatever the token's age and what was noted of it (`locker auth refresh`). Throws
/// Error{sign_in}.
void refresh_now(const TokenStore& store, TokenEndpoint& endpoint, Clock& clock,
                 const std::string& sign_in_command, const std::stop_token& stop);

}  // namespace locker::auth
