#pragma once

#include <string>
#include <string_view>

namespace locker::text {

/// What a terminal may be given of a text from a service: control characters (C0, C1, escape),
/// bidirectional overrides and what is not UTF-8 are made visible; tabs and line breaks become one
/// space, or stay where `keep_lines` is set.
[[nodiscard]] std::string printable(std::string_view text, bool keep_lines = false);

/// Columns that a printable text takes: wide characters and emoji count two, marks none.
[[nodiscard]] int display_width(std::string_view text);

/// A printable text of at most `columns`, cut between characters, with an ellipsis if it was cut.
[[nodiscard]] std::string truncated(std::string_view text, int columns);

}  // namespace locker::text
