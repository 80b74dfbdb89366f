#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace locker::text {

/// A run of words common to both texts, or only in the older or the newer one.
struct DiffRun {
  enum class Kind { same, removed, added };
  Kind kind;
  std::string text;  ///< with the white space after each word
};

/// Compares two texts word by word, by the longest common subsequence. In scripts without spaces each
/// character is a word. Texts of more than some thousand words are only stripped of their common beginning
/// and end.
[[nodiscard]] std::vector<DiffRun> word_diff(std::string_view before, std::string_view after);

}  // namespace locker::text
