#pragma once

#include <string>
#include <string_view>

namespace locker::store {

/// Returns what full-text search indexes of a record: its name, then its text, segmented. Empty if it has
/// neither. FTS5 holds all words of one text in memory at once, so only the first two megabytes of a longer
/// text are indexed.
[[nodiscard]] std::string searchable(std::string_view text, std::string_view name);

/// Returns the words that a record shows, as the view `search_text` composes them: its name, then its text.
[[nodiscard]] std::string shown_words(std::string_view text, std::string_view name);

/// Returns whether the index takes the words of shown_words() unchanged, without a segmented copy in `entry`.
[[nodiscard]] bool needs_no_entry(std::string_view text, std::string_view name);

/// Return whether the index is in step with that entry, or with the absence of one. They also accept the
/// state of earlier programs, which indexed texts to their end.
[[nodiscard]] bool is_entry_of(std::string_view entry, std::string_view text, std::string_view name);
[[nodiscard]] bool may_have_no_entry(std::string_view text, std::string_view name);

}  // namespace locker::store
