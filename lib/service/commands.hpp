#pragma once

#include <functional>
#include <string>

#include "lib/auth/token_endpoint.hpp"
#include "lib/base/secret.hpp"
#include "lib/connector/descriptor.hpp"

/// Operations that a connector's process shares with the command line, which passes them in.
namespace locker::service {

/// A sign-in that the user authorized on the sign-in pages.
struct AllowedSignIn {
  auth::Client client;
  auth::Token token;
  std::string budget;  ///< dollars a month, or `none`; empty: not given
};

/// The result of syncing one stream.
struct SyncEnd {
  int exit_code = 0;    ///< the exit code of `locker sync`
  std::string summary;  ///< its final line of JSON
  std::string trouble;  ///< its error messages
};

struct Commands {
  /// Does what `locker auth` does after authorization: determines whose token it is and stores it. Throws
  /// Error.
  std::function<void(const AllowedSignIn&)> store_sign_in;
  /// Runs `locker sync --only STREAM`, which waits no longer than an HTTP client would. Throws Error.
  std::function<SyncEnd(const connector::Stream&)> sync;
};

/// The URLs of the service's sign-in page and token endpoints, with overrides from the environment applied.
struct SignInAddresses {
  std::string authorize_url;  ///< empty: the service has no such page
  auth::Endpoints endpoints;
};

}  // namespace locker::service
