#pragma once

#include <stop_token>

#include "lib/base/secret.hpp"

namespace locker::auth {

/// Where the transport takes its access token from.
class TokenSource {
 public:
  virtual ~TokenSource() = default;
  /// A token to use now; refreshed first if it is about to expire. Throws Error{sign_in}.
  virtual Secret token(const std::stop_token& stop) = 0;
  /// The service refused `refused` with 401: another one, or Error{sign_in} with the next step.
  virtual Secret replacement(const Secret& refused, const std::stop_token& stop) = 0;
};

}  // namespace locker::auth
