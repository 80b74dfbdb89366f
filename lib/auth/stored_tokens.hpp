#pragma once

#include <memory>

#include "lib/auth/token_endpoint.hpp"
#include "lib/auth/token_source.hpp"
#include "lib/auth/token_store.hpp"
#include "lib/base/clock.hpp"

namespace locker::auth {

/// Returns the account's stored token, refreshed when it has expired or was refused. A refresh takes the
/// account's token lock, re-reads the file, and continues only if no other process has refreshed meanwhile.
/// Disk space for the new tokens is reserved before the request, and they are on the disk before they are
/// used. So a single-use refresh token is spent by exactly one of any number of processes. A refresh token
/// that the service refuses permanently is marked as such, and never sent again. `sign_in_command` is the
/// hint where nothing else helps.
[[nodiscard]] std::unique_ptr<TokenSource> make_stored_tokens(TokenStore store, TokenEndpoint endpoint,
                                                              Clock& clock, std::string sign_in_command);

/// Refreshes now, regardless of the token's age and of such a mark (`locker auth refresh`). Throws
/// Error{sign_in}.
void refresh_now(const TokenStore& store, TokenEndpoint& endpoint, Clock& clock,
                 const std::string& sign_in_command, const std::stop_token& stop);

}  // namespace locker::auth
