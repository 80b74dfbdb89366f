#pragma once

#include <chrono>
#include <stop_token>
#include <string>
#include <vector>

#include "lib/auth/token_endpoint.hpp"
#include "lib/base/clock.hpp"

namespace locker::auth {

/// What a person is to enter, and where (RFC 8628 section 3.2).
struct DeviceCode {
  Secret code;                ///< what the token is asked for with
  std::string user_code;      ///< what the person enters, as the service spells it
  std::string page;           ///< where: https, or http on this machine
  std::string page_and_code;  ///< the same with the code in it; empty: the service has none
  Instant expires;
  std::chrono::seconds interval{5};  ///< between two questions for the token
};

/// Begins a sign-in of a public client (RFC 8628 section 3.1). Throws Error{sign_in} with the service's
/// words if it refuses, Error{malformed} if its answer cannot be used, Error{network}.
[[nodiscard]] DeviceCode ask_for_device_code(TokenEndpoint& endpoint, const Client& client,
                                             const std::vector<std::string>& scopes, Clock& clock,
                                             const std::stop_token& stop);

/// Asks for the token, no more often than the service wants, until the person has answered (RFC 8628
/// sections 3.4 and 3.5). A broken connection or a service in trouble is asked again, later each time.
/// Throws Error{sign_in} if access was denied or the code ran out, Error{interrupted} after a stop.
[[nodiscard]] Token await_device_token(TokenEndpoint& endpoint, const Client& client, const DeviceCode& code,
                                       Clock& clock, const std::stop_token& stop);

}  // namespace locker::auth
