#pragma once

#include <string>
#include <string_view>

namespace locker::text {

/// Makes a service's text safe for a terminal: shows control characters (C0, C1, escape), bidirectional
/// overrides and invalid UTF-8 visibly; replaces tabs and line breaks by one space unless `keep_lines` is
/// set.
[[nodiscard]] std::string printable(std::string_view text, bool keep_lines = false);

/// Returns the columns that a printable text occupies: two for wide characters and emoji, none for combining
/// marks except spacing ones (Thai, Lao, Indic), which take one, as in wcwidth and terminals.
[[nodiscard]] int display_width(std::string_view text);

/// Cuts a printable text to at most `columns`, between characters and with an ellipsis.
[[nodiscard]] std::string truncated(std::string_view text, int columns);

/// The same, but cuts in the middle, so that an id keeps its end.
[[nodiscard]] std::string shortened(std::string_view text, int columns);

/// Wraps a printable line at spaces to at most `columns`, with all lines but the first indented. A longer
/// word gets a longer line.
[[nodiscard]] std::string wrapped(std::string_view text, int columns, int indent);

}  // namespace locker::text
