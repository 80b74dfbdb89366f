#pragma once

#include <string>
#include <string_view>

namespace locker::text {

/// The words of a text as full text indexes and finds them, joined by single spaces: letters folded
/// (case, accents; Greek and Cyrillic too), each Han, kana, Thai, Lao, Khmer or Burmese character
/// and each emoji a word of its own. Everything else separates. SQLite's `unicode61`, as
/// schema.sql declares it, splits the result exactly at its spaces. Never fails: what is not
/// UTF-8 separates.
[[nodiscard]] std::string segment(std::string_view text);

/// Whether SQLite's tokenizer finds in the text itself just the words of segment(text): English prose,
/// mostly. May be false where it would.
[[nodiscard]] bool is_segmented(std::string_view text);

}  // namespace locker::text
