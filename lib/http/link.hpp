#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/http/message.hpp"

namespace locker::http {

/// Where an answer's Link header (RFC 8288) leads by that relation: the target as it is spelled.
[[nodiscard]] std::optional<std::string> link_target(const Headers& headers, std::string_view relation);

}  // namespace locker::http
