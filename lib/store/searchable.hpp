#pragma once

#include <string>
#include <string_view>

namespace locker::store {

/// What full text finds of a record: its name, then its text, segmented. Empty where it has neither. FTS5
/// holds all words of one text in memory at once: of one longer than two megabytes its first two are found.
[[nodiscard]] std::string searchable(std::string_view text, std::string_view name);

/// What a record shows, as the view `search_text` puts it together: its name, then its text.
[[nodiscard]] std::string shown_words(std::string_view text, std::string_view name);

/// Whether the index has its words from shown_words() as it is, without a segmented copy in `entry`.
[[nodiscard]] bool needs_no_entry(std::string_view text, std::string_view name);

/// Whether the index is in step with that entry, or with none: also where texts were still indexed to their
/// end.
[[nodiscard]] bool is_entry_of(std::string_view entry, std::string_view text, std::string_view name);
[[nodiscard]] bool may_have_no_entry(std::string_view text, std::string_view name);

}  // namespace locker::store
