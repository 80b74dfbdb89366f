#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace locker::serve {

/// Splits a text at spaces.
[[nodiscard]] inline std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find(' ', at), text.size());
    if (end > at) words.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

}  // namespace locker::serve
