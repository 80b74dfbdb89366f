#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace locker::text {

/// Returns the FTS5 expression for the user's search words (forms, "Full text"): words are joined by AND;
/// `"…"`, a trailing `*` and AND OR NOT ( ) in capitals have their meaning in FTS5; any other word is matched
/// literally, as a phrase of its segments (`C++`, `foo-bar`, a run of Han characters). Words without letter,
/// digit or emoji are dropped. Empty if nothing is left. Throws Error{usage} for an unclosed quote or
/// bracket, and for operators without operands.
[[nodiscard]] std::string fts_query(const std::vector<std::string>& words);

/// The search words with significant punctuation: C++, C#, R&D, #tag, @name, foo_bar. The index has no
/// punctuation, so its matches are filtered by these. Punctuation of prose (. , : ; ! ? ' - / and brackets)
/// only separates words. Searches with OR or NOT, and words ending in a star, are not filtered.
class SignedWords {
 public:
  /// Throws as fts_query() does.
  explicit SignedWords(const std::vector<std::string>& words);
  [[nodiscard]] bool empty() const { return words_.empty(); }
  /// True if the text or name contains all of them, ignoring case and accents. A name also matches with a
  /// leading @.
  [[nodiscard]] bool stand_in(std::string_view text, std::string_view name) const;

 private:
  std::vector<std::string> words_;  ///< folded
};

}  // namespace locker::text
