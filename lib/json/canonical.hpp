#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace locker::json {

/// What to ignore when two forms of an object are compared.
struct CanonicalRules {
  std::vector<std::string> left_out;                         ///< dotted paths (volatile fields)
  std::vector<std::pair<std::string, std::string>> aliases;  ///< two names of the same field
};

/// Returns the content of a JSON value such that two spellings of the same content give the same bytes,
/// regardless of white space, key order and escapes; numbers are compared as spelled. `raw` must be valid
/// JSON. The result is not JSON; it is only for comparison.
[[nodiscard]] std::string canonical(std::string_view raw, const CanonicalRules& rules);

/// Returns a JSON object with only the fields at these dotted paths, for sampled counters.
[[nodiscard]] std::string extract(std::string_view raw, const std::vector<std::string>& paths);

}  // namespace locker::json
