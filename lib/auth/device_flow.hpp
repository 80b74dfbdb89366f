#pragma once

#include <chrono>
#include <stop_token>
#include <string>
#include <vector>

#include "lib/auth/token_endpoint.hpp"
#include "lib/base/clock.hpp"

namespace locker::auth {

/// A device authorization response (RFC 8628 section 3.2).
struct DeviceCode {
  Secret code;                ///< device_code, sent with each token request
  std::string user_code;      ///< shown to the user, as the service spells it
  std::string page;           ///< verification URI: https, or http on this machine
  std::string page_and_code;  ///< the same with the code in it; empty: none
  Instant expires;
  std::chrono::seconds interval{5};  ///< between two token requests
};

/// Requests a device code for a public client (RFC 8628 section 3.1). Throws Error{sign_in} with the
/// service's message if it refuses, Error{malformed} if its response is unusable, and Error{network}.
[[nodiscard]] DeviceCode ask_for_device_code(TokenEndpoint& endpoint, const Client& client,
                                             const std::vector<std::string>& scopes, Clock& clock,
                                             const std::stop_token& stop);

/// Polls for the token at the service's interval until the user has granted or denied access (RFC 8628
/// sections 3.4 and 3.5). Network and server errors are retried with back-off. Throws Error{sign_in} if
/// access was denied or the code expired, and Error{interrupted} after a stop request.
[[nodiscard]] Token await_device_token(TokenEndpoint& endpoint, const Client& client, const DeviceCode& code,
                                       Clock& clock, const std::stop_token& stop);

}  // namespace locker::auth
