#pragma once

#include <string>

#include "cli/context.hpp"
#include "lib/auth/account_settings.hpp"
#include "lib/store/write/writer.hpp"

namespace locker::cli {

/// What the last runs met in streams that the account's choice leaves out is nobody's trouble any more, and
/// `status` and `doctor` tell of it no longer.
void settle_left_out(store::Writer& writer, const std::string& account, const auth::AccountSettings& settings,
                     const Context& context);

}  // namespace locker::cli
