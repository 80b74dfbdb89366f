#pragma once

#include <string>
#include <string_view>

namespace locker::text {

/// What a terminal may be given of a text from a service: control characters (C0, C1, escape),
/// bidirectional overrides and what is not UTF-8 are made visible; tabs and line breaks become one
/// space, or stay where `keep_lines` is set.
[[nodiscard]] std::string printable(std::string_view text, bool keep_lines = false);

/// Columns that a printable text takes: wide characters and emoji count two, marks none but those that stand
/// beside their letter (Thai, Lao, Indic), which count one, as wcwidth and terminals have it.
[[nodiscard]] int display_width(std::string_view text);

/// A printable text of at most `columns`, cut between characters, with an ellipsis if it was cut.
[[nodiscard]] std::string truncated(std::string_view text, int columns);

/// The same, cut in its middle, so that an id keeps its end.
[[nodiscard]] std::string shortened(std::string_view text, int columns);

/// A printable line, broken at spaces into lines of at most `columns`, all but the first of them indented. A
/// word that is longer has a longer line.
[[nodiscard]] std::string wrapped(std::string_view text, int columns, int indent);

}  // namespace locker::text
