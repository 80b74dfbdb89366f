#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace locker {

/// The candidate a mistyped word most likely means; empty if none is near.
[[nodiscard]] std::string suggest(std::string_view word, const std::vector<std::string>& candidates);

/// ` did you mean "likes"?`, or what there is, as a hint.
[[nodiscard]] std::string suggestion_hint(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace locker
