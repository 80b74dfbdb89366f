#pragma once

#include <string>

#include "cli/context.hpp"
#include "lib/auth/account_settings.hpp"
#include "lib/store/write/writer.hpp"

namespace locker::cli {

/// Clears errors of the last runs for streams that the account's choice excludes, so that `status` and
/// `doctor` no longer report them.
void clear_excluded_errors(store::Writer& writer, const std::string& account,
                           const auth::AccountSettings& settings, const Context& context);

}  // namespace locker::cli
