#pragma once

#include <string>

#include "cli/context.hpp"
#include "lib/auth/account_settings.hpp"
#include "lib/auth/token.hpp"
#include "lib/connector/descriptor.hpp"
#include "lib/sync/connector.hpp"

namespace locker::cli {

/// A sign-in that was completed.
struct SignedIn {
  const connector::Descriptor& connector;
  const std::string& account;
  const auth::AccountSettings& settings;
  const auth::Credentials& credentials;
  const sync::Identity& identity;  ///< empty where the service could not say whose it is
};

/// Says who signed in, until when, what is left out for want of a scope, and what to run next; as JSON on
/// stdout with `--json`.
void report(const SignedIn& signed_in, Context& context);

}  // namespace locker::cli
