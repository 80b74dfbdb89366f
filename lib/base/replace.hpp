#pragma once

#include <string>
#include <string_view>

namespace locker {

/// Returns `text` with every occurrence of `words` replaced by `value`. Inserted text is not searched again.
[[nodiscard]] inline std::string replaced(std::string text, std::string_view words, std::string_view value) {
  if (words.empty()) return text;
  for (auto at = text.find(words); at != std::string::npos; at = text.find(words, at + value.size()))
    text.replace(at, words.size(), value);
  return text;
}

}  // namespace locker
