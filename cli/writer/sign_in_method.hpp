#pragma once

#include "cli/commands/auth.hpp"
#include "lib/auth/token_endpoint.hpp"
#include "lib/connector/descriptor.hpp"

namespace locker::cli {

/// The inputs of a sign-in; they must outlive the call.
struct SignInRequest {
  const AuthOptions& options;
  const connector::Descriptor& connector;
  const auth::Client& client;
  std::string redirect_uri;  ///< empty: the connector's own
  std::vector<std::string> scopes;
  auth::TokenEndpoint& endpoint;
};

/// A sign-in method.
struct SignInMethod {
  bool needs_app = false;  ///< needs a developer app of the user
  auth::Origin origin = auth::Origin::service;
  auth::Token (*take)(const SignInRequest& request, Context& context) = nullptr;
};

/// Returns the method that the options name, else the connector's default. Throws Error{usage} with the next
/// step for a method that the service lacks, and for options that do not fit the method.
[[nodiscard]] const SignInMethod& sign_in_method(const AuthOptions& options,
                                                 const connector::Descriptor& connector);

}  // namespace locker::cli
