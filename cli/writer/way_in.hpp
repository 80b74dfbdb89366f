#pragma once

#include "cli/commands/auth.hpp"
#include "lib/auth/token_endpoint.hpp"
#include "lib/connector/descriptor.hpp"

namespace locker::cli {

/// What a sign-in is done with. All outlive the call.
struct SignInRequest {
  const AuthOptions& options;
  const connector::Descriptor& connector;
  const auth::Client& client;
  std::string redirect_uri;  ///< empty: the connector's own
  std::vector<std::string> scopes;
  auth::TokenEndpoint& endpoint;
};

/// One way to a token.
struct WayIn {
  bool needs_app = false;  ///< a developer app of the person's
  auth::Origin origin = auth::Origin::service;
  auth::Token (*take)(const SignInRequest& request, Context& context) = nullptr;
};

/// The way that the options name, else the connector's usual one. Throws Error{usage} with the next step
/// for a way that the service does not have, and for options that do not fit the way.
[[nodiscard]] const WayIn& way_in(const AuthOptions& options, const connector::Descriptor& connector);

}  // namespace locker::cli
