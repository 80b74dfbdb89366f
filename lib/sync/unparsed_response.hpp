#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/sync/walk.hpp"

namespace locker::sync {

/// A successful response that could not be parsed.
struct UnparsedResponse {
  std::string request;  ///< its key: repeats within a day are charged once
  std::string resource;
  std::int64_t price = 0;  ///< of each resource
  std::int64_t most = 0;   ///< greatest number of resources: what was requested
  std::int64_t run = 0, requests = 0;
};

/// Returns the charges for what the response may have held: a service that charges for what it returns (X6)
/// has charged for it, parsed or not.
[[nodiscard]] std::vector<store::Charge> charges_of(const UnparsedResponse& unread);

/// Books the requests and those charges.
void charge_unparsed(WalkContext& context, const UnparsedResponse& unread, StreamReport& report);

}  // namespace locker::sync
