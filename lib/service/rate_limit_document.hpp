#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "lib/service/account.hpp"

namespace locker::service {

/// The limits that the service told in its latest answers to this account, whoever asked:
/// `{"limits":[{"window","limit","remaining","reset","told"}]}`, the scarcest first.
[[nodiscard]] std::string limits_document(const Account& account);

/// How long until all windows that are used up have begun anew; absent if none is.
[[nodiscard]] std::optional<std::chrono::seconds> told_wait(const Account& account);

}  // namespace locker::service
