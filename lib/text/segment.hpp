#pragma once

#include <string>
#include <string_view>

namespace locker::text {

/// Returns the words of a text as the full-text index stores them, joined by single spaces: letters are
/// folded (case and accents; Greek and Cyrillic too); each Han, kana, Thai, Lao, Khmer or Burmese character
/// and each emoji is a word; everything else, invalid UTF-8 included, separates words. SQLite's `unicode61`,
/// as declared in schema_5.sql, splits the result exactly at its spaces, and removes accents from letters of
/// other scripts. Never fails.
[[nodiscard]] std::string segment(std::string_view text);

/// True if SQLite's tokenizer finds the words of segment(text) in the text itself, as in most English prose.
/// May return false although it does.
[[nodiscard]] bool is_segmented(std::string_view text);

}  // namespace locker::text
