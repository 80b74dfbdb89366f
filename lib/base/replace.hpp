#pragma once

#include <string>
#include <string_view>

namespace locker {

/// `text` with `value` wherever `words` stood; what `value` brings along is not looked at again.
[[nodiscard]] inline std::string replaced(std::string text, std::string_view words, std::string_view value) {
  if (words.empty()) return text;
  for (auto at = text.find(words); at != std::string::npos; at = text.find(words, at + value.size()))
    text.replace(at, words.size(), value);
  return text;
}

}  // namespace locker
