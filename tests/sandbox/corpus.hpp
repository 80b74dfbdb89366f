#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace sandbox {

// Words for generated texts, in scripts that expose careless code.
struct Language {
  std::string_view code;       // as in a post's `lang`
  std::string_view separator;  // "" if words are not separated by spaces
  std::string_view stop;
  std::vector<std::string_view> words;
  std::vector<std::string_view> hashtags;
  std::string_view person;  // a personal name in that language
};

const std::vector<Language>& languages();
const std::vector<std::string_view>& emoji();
// Phrases that are already escaped as X escapes: &amp; &lt; &gt;
const std::vector<std::string_view>& escaped_phrases();
// Phrases with bytes that JSON allows only when escaped.
const std::vector<std::string_view>& control_phrases();

}  // namespace sandbox
