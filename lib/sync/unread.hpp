#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/sync/walk.hpp"

namespace locker::sync {

/// An answer that was given in good order and cannot be read.
struct Unread {
  std::string request;  ///< names it: the same within a day is charged once
  std::string resource;
  std::int64_t price = 0;  ///< of each
  std::int64_t most = 0;   ///< resources that it may have held: what was asked for
  std::int64_t run = 0, requests = 0;
};

/// What an answer may have held: a service that charges for what it returns (X6) has charged for that,
/// whether it could be read here or not.
[[nodiscard]] std::vector<store::Charge> charges_of(const Unread& unread);

/// Charges an answer for what it may have held. Costs nothing where nothing is charged.
void charge_unread(WalkContext& context, const Unread& unread, StreamReport& report);

}  // namespace locker::sync
