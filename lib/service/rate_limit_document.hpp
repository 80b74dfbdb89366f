#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "lib/service/account.hpp"

namespace locker::service {

/// Returns the rate limits from the service's latest responses to any process for this account:
/// `{"limits":[{"window","limit","remaining","reset","told"}]}`, the scarcest first.
[[nodiscard]] std::string limits_document(const Account& account);

/// Returns the time until all windows that are used up have been reset; absent if none is used up.
[[nodiscard]] std::optional<std::chrono::seconds> time_until_reset(const Account& account);

}  // namespace locker::service
