#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace locker {

/// Returns the words of a range in order, with `separator` between them.
template <class Words>
[[nodiscard]] std::string joined(const Words& words, std::string_view separator = " ") {
  std::string text;
  for (bool first = true; const auto& word : words) {
    if (!std::exchange(first, false)) text.append(separator);
    text.append(word);
  }
  return text;
}

}  // namespace locker
