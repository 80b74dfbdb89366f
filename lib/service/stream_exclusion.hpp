#pragma once

#include <optional>
#include <string>

#include "lib/service/account.hpp"

namespace locker::service {

/// Why a stream is not synced automatically.
struct StreamExclusion {
  std::string why;         ///< such as `not chosen: private`
  std::string command;     ///< the command that would change it
  bool forbidden = false;  ///< it cannot be read at all
};

/// Returns why an account does not sync a stream: the user's choice, or the scopes of the sign-in; absent:
/// nothing prevents it.
[[nodiscard]] std::optional<StreamExclusion> exclusion_of(const Account& account,
                                                          const connector::Stream& stream);

}  // namespace locker::service
