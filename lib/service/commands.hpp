#pragma once

#include <functional>
#include <string>

#include "lib/auth/token_endpoint.hpp"
#include "lib/base/secret.hpp"
#include "lib/connector/descriptor.hpp"

/// What a connector's process does through the same code as the command line, which hands it in.
namespace locker::service {

/// What a person allowed on the pages of sign-in.
struct AllowedSignIn {
  auth::Client client;
  auth::Token token;
  std::string budget;  ///< dollars a month, `none`; empty: not said
};

/// How a sync of one stream ended.
struct SyncEnd {
  int exit_code = 0;    ///< of `locker sync`
  std::string summary;  ///< its last line of JSON
  std::string trouble;  ///< what it said of a failure
};

struct Commands {
  /// `locker auth`: learns whose token it is and keeps it. Throws Error.
  std::function<void(const AllowedSignIn&)> keep_sign_in;
  /// `locker sync --only STREAM`, which waits no longer than a client does. Throws Error.
  std::function<SyncEnd(const connector::Stream&)> sync;
};

/// Where the service's pages and endpoints of sign-in are, as the environment has it.
struct SignInAddresses {
  std::string authorize_url;  ///< empty: the service has no such page
  auth::Endpoints endpoints;
};

}  // namespace locker::service
