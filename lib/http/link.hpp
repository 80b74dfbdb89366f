#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/http/message.hpp"

namespace locker::http {

/// Returns the target of a Link header (RFC 8288) with that relation, as written in the response. Throws
/// Error{malformed} for a header that cannot be read: what it names is not absent.
[[nodiscard]] std::optional<std::string> link_target(const Headers& headers, std::string_view relation);

}  // namespace locker::http
