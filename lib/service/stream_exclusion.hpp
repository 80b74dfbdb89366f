#pragma once

#include <optional>
#include <string>

#include "lib/service/account.hpp"

namespace locker::service {

/// Why a stream is not read by itself.
struct StreamExclusion {
  std::string why;         ///< `not chosen: private`
  std::string command;     ///< that would change it
  bool forbidden = false;  ///< it cannot be read at all
};

/// What stands between an account and a stream, by its person's choice and by what the sign-in may read;
/// absent: nothing.
[[nodiscard]] std::optional<StreamExclusion> exclusion_of(const Account& account,
                                                          const connector::Stream& stream);

}  // namespace locker::service
