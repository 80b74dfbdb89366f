#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace locker::rows {

/// JSON that is written as it stands. It holds no line break.
struct RawJson {
  std::string text;
};
struct LentJson {
  std::string_view text;
};

/// One value of a row: nothing, text (one's own, or lent until the row is written), a number, a truth,
/// or JSON that is already spelled, one's own or lent.
using Cell = std::variant<std::monostate, std::string, std::string_view, std::int64_t, double, bool, RawJson,
                          LentJson>;

/// Nothing where the text is empty.
[[nodiscard]] Cell text_or_nothing(std::string_view lent);

/// As a JSON value. Text that is not UTF-8 has its bad bytes replaced.
void append_json(std::string& out, const Cell& cell);
void append_json_string(std::string& out, std::string_view text);

/// As plain text: nothing is empty, text is itself.
void append_plain(std::string& out, const Cell& cell);
[[nodiscard]] std::string plain(const Cell& cell);

}  // namespace locker::rows
