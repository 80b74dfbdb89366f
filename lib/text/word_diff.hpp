#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace locker::text {

/// A run of words that both texts have, or only the older, or only the newer.
struct DiffRun {
  enum class Kind { same, removed, added };
  Kind kind;
  std::string text;  ///< with the white space behind its words
};

/// What changed between two texts, word by word: the longest common subsequence of their words. In
/// scripts without spaces each character is a word.
/// Texts of more than some thousand words are compared as wholes between common ends.
[[nodiscard]] std::vector<DiffRun> word_diff(std::string_view before, std::string_view after);

}  // namespace locker::text
