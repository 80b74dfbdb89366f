#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace locker::rows {

/// JSON text to be written unchanged; contains no line break. BorrowedJson does not own it.
struct RawJson {
  std::string text;
};
struct BorrowedJson {
  std::string_view text;
};

/// One value of a row: nothing, text, a number, a Boolean, or JSON text. Views are valid until the row is
/// written.
using Cell = std::variant<std::monostate, std::string, std::string_view, std::int64_t, double, bool, RawJson,
                          BorrowedJson>;

/// Returns nothing for an empty text.
[[nodiscard]] Cell text_or_nothing(std::string_view lent);

/// Appends the cell as a JSON value. Invalid UTF-8 is replaced.
void append_json(std::string& out, const Cell& cell);
void append_json_string(std::string& out, std::string_view text);

/// Appends the cell as plain text; nothing is the empty text.
void append_plain(std::string& out, const Cell& cell);
[[nodiscard]] std::string plain(const Cell& cell);

}  // namespace locker::rows
