#pragma once

#include <string>
#include <vector>

#include "cli/context.hpp"
#include "lib/auth/token.hpp"
#include "lib/auth/token_endpoint.hpp"
#include "lib/connector/descriptor.hpp"

namespace locker::cli {

/// What a sign-in through the service's own page needs.
struct Consent {
  const connector::Connector& connector;
  auth::Client client;
  std::string authorize_url, redirect_uri;
  std::vector<std::string> scopes;
  bool no_browser = false;  ///< print the address, and read what the person pastes
};

/// Leads the person through consent and trades the code for a token (RFC 6749 section 4.1 with
/// RFC 7636). Throws Error{sign_in} for a refusal, a foreign or late answer; Error{internal} for a taken
/// port.
[[nodiscard]] auth::Token ask_for_consent(const Consent& consent, auth::TokenEndpoint& endpoint,
                                          Context& context);

/// A token that was made elsewhere, from one line of `context.in`: the access token itself, or the JSON
/// of a token answer.
[[nodiscard]] auth::Token read_token(Context& context);

}  // namespace locker::cli
