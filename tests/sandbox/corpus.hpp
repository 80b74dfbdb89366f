#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace sandbox {

// Words to make texts from, in scripts that break careless code.
struct Language {
  std::string_view code;       // as in a post's `lang`
  std::string_view separator;  // "" where words are not parted by spaces
  std::string_view stop;
  std::vector<std::string_view> words;
  std::vector<std::string_view> hashtags;
  std::string_view person;  // a name as people of the language write it
};

const std::vector<Language>& languages();
const std::vector<std::string_view>& emoji();
// Already escaped as X escapes: &amp; &lt; &gt;
const std::vector<std::string_view>& escaped_phrases();
// Bytes that are legal in JSON only when escaped.
const std::vector<std::string_view>& control_phrases();

}  // namespace sandbox
