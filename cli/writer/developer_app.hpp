#pragma once

#include <string>

#include "cli/context.hpp"
#include "lib/auth/account_settings.hpp"
#include "lib/auth/token.hpp"
#include "lib/connector/descriptor.hpp"

namespace locker::cli {

/// Makes sure that `settings` name the developer app to sign in with: says how to make one and what will be
/// asked for, and asks for what is missing. Throws Error{usage} naming the options where nobody can be asked.
void choose_developer_app(const connector::Descriptor& connector, auth::AccountSettings& settings,
                          Context& context);

/// The app that `settings` name, its secret read from its file. Warns if others can read that file.
[[nodiscard]] auth::Client client_of(const auth::AccountSettings& settings, Context& context);

}  // namespace locker::cli
