#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace locker::json {

/// What does not count when two forms of an object are compared.
struct CanonicalRules {
  std::vector<std::string> left_out;                         ///< dotted paths (volatile fields)
  std::vector<std::pair<std::string, std::string>> aliases;  ///< a field's name, and another for the same
};

/// The content of one JSON value, such that two spellings of the same content give the same
/// bytes: white space, order of keys and escapes do not count, numbers count as spelled.
/// `raw` must be valid JSON. Not JSON itself; only for comparing.
[[nodiscard]] std::string canonical(std::string_view raw, const CanonicalRules& rules);

/// A JSON object of just the fields at these dotted paths, for counters that are sampled.
[[nodiscard]] std::string extract(std::string_view raw, const std::vector<std::string>& paths);

}  // namespace locker::json
