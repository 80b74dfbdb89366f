#pragma once

#include <string>

#include "cli/context.hpp"
#include "lib/auth/account_settings.hpp"
#include "lib/auth/token.hpp"
#include "lib/connector/descriptor.hpp"

namespace locker::cli {

/// Completes `settings` with the developer app for the sign-in: explains how to create one and which scopes
/// will be requested, and prompts for what is missing. Throws Error{usage} naming the options if prompting is
/// impossible.
void choose_developer_app(const connector::Descriptor& connector, auth::AccountSettings& settings,
                          Context& context);

/// Returns the app of `settings`, with the secret from its file. Warns if other users can read that file.
[[nodiscard]] auth::Client client_of(const auth::AccountSettings& settings, Context& context);

}  // namespace locker::cli
