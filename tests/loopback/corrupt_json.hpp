#pragma once

#include <string>
#include <vector>

namespace loopback {

/// Returns the names of the kinds of corruption.
[[nodiscard]] std::vector<std::string> corrupt_kinds();

/// Returns `body`, a JSON object or array, with that kind of corruption. Throws std::invalid_argument for an
/// unknown kind.
[[nodiscard]] std::string corrupt(const std::string& body, const std::string& kind);

}  // namespace loopback
