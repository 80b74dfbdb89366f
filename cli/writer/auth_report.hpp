#pragma once

#include <string>

#include "cli/context.hpp"
#include "lib/auth/account_settings.hpp"
#include "lib/auth/token.hpp"
#include "lib/connector/descriptor.hpp"
#include "lib/sync/connector.hpp"

namespace locker::cli {

/// A completed sign-in.
struct SignedIn {
  const connector::Descriptor& connector;
  const std::string& account;
  const auth::AccountSettings& settings;
  const auth::Credentials& credentials;
  const sync::Identity& identity;  ///< empty if the service could not report it
};

/// Reports who signed in, the expiry time, the streams left out for lack of a scope, and the next command; as
/// JSON on stdout with `--json`.
void report(const SignedIn& signed_in, Context& context);

}  // namespace locker::cli
