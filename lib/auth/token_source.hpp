#pragma once

#include <stop_token>

#include "lib/base/secret.hpp"

namespace locker::auth {

/// Provides access tokens to the transport.
class TokenSource {
 public:
  virtual ~TokenSource() = default;
  /// Returns a valid token, refreshed if it is about to expire. Throws Error{sign_in}.
  virtual Secret token(const std::stop_token& stop) = 0;
  /// Returns another token after a 401 for `refused`. Throws Error{sign_in} with the next step.
  virtual Secret replacement(const Secret& refused, const std::stop_token& stop) = 0;
};

}  // namespace locker::auth
