#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace locker {

/// Returns the candidate that a mistyped word most likely means; empty if none is close.
[[nodiscard]] std::string suggest(std::string_view word, const std::vector<std::string>& candidates);

/// Returns a hint: `did you mean "likes"?`, or the list of candidates.
[[nodiscard]] std::string suggestion_hint(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace locker
