#pragma once

#include <string>
#include <vector>

namespace loopback {

/// Names of the ways in which a body of JSON can be no JSON.
[[nodiscard]] std::vector<std::string> corrupt_kinds();

/// `body`, a JSON object or array, spoilt that way. Throws std::invalid_argument for an unknown kind.
[[nodiscard]] std::string corrupt(const std::string& body, const std::string& kind);

}  // namespace loopback
