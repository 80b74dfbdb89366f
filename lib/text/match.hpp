#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace locker::text {

/// The FTS5 expression for what a person types (forms, "Full text"): words joined by AND; `"…"`,
/// a trailing `*` and AND OR NOT ( ) in capitals are FTS5's; any other word is found literally, as a
/// phrase of its segments (`C++`, `foo-bar`, a run of Han characters). Words without any letter,
/// digit or emoji are left out. Empty if nothing is left.
/// Throws Error{usage} for an open quote or bracket, and for operators without operands.
[[nodiscard]] std::string fts_query(const std::vector<std::string>& words);

/// The words of a search whose signs count: C++, C#, R&D, #tag, @name, foo_bar. The index knows no signs, so
/// what it finds is looked at once more. Signs of prose (. , : ; ! ? ' - / and brackets) part words, no more.
/// A search with OR or NOT goes by the index alone, as does a word that ends in a star.
class SignedWords {
 public:
  /// Throws as fts_query() does.
  explicit SignedWords(const std::vector<std::string>& words);
  [[nodiscard]] bool empty() const { return words_.empty(); }
  /// Whether all of them stand in a text or name as they were typed, but for case and accents. A name is
  /// found with an @ before it, too.
  [[nodiscard]] bool stand_in(std::string_view text, std::string_view name) const;

 private:
  std::vector<std::string> words_;  ///< folded
};

}  // namespace locker::text
