#include "lib/text/terminal.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdio>
#include <functional>

namespace locker::text {
namespace {

using Codepoint = utf8proc_int32_t;

/// Calls `take` with each code point and its bytes; with -1 and one byte where the text is not UTF-8.
void each_codepoint(std::string_view text, const std::function<void(Codepoint, std::string_view)>& take) {
  for (std::size_t at = 0; at < text.size();) {
    Codepoint c = -1;
    const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at,
                                         static_cast<utf8proc_ssize_t>(text.size() - at), &c);
    const std::size_t taken = length > 0 ? static_cast<std::size_t>(length) : 1;
    take(length > 0 ? c : -1, text.substr(at, taken));
    at += taken;
  }
}

bool is_line_space(Codepoint c) { return c == '\n' || c == '\r' || c == '\t' || c == 0x2028 || c == 0x2029; }

/// Returns true for marks that change the direction of the text after them, and so can disguise it.
bool turns_direction(Codepoint c) { return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069); }

std::string visible(Codepoint c) {
  if (c >= 0 && c < 0x20) return {'^', static_cast<char>(c + '@')};
  if (c == 0x7F) return "^?";
  char buffer[16];
  const int length = std::snprintf(buffer, sizeof buffer, "<U+%04X>", static_cast<unsigned>(c));
  return {buffer, static_cast<std::size_t>(length)};
}

/// Returns the columns of a code point alone, as wcwidth counts them. A vowel sign beside its letter, and a
/// sign before a number, have a column of their own although they belong to the cluster.
int columns_of(Codepoint c) {
  if (c < 0) return 1;
  const auto* property = utf8proc_get_property(c);
  const bool beside =
      property->category == UTF8PROC_CATEGORY_MC || property->boundclass == UTF8PROC_BOUNDCLASS_PREPEND;
  return beside ? 1 : utf8proc_charwidth(c);
}

/// Returns true if `c` is drawn in the same columns as what precedes it in its cluster: parts of an emoji, a
/// flag, or a Hangul syllable. Anything else takes the columns that it takes alone.
bool is_drawn_over(Codepoint previous, Codepoint c) {
  constexpr Codepoint kJoiner = 0x200D;
  if (previous == kJoiner || c < 0) return true;
  const auto* property = utf8proc_get_property(c);
  switch (property->boundclass) {
    case UTF8PROC_BOUNDCLASS_REGIONAL_INDICATOR:
    case UTF8PROC_BOUNDCLASS_V:
    case UTF8PROC_BOUNDCLASS_T:
      return true;
    default:
      return c >= 0x1F3FB && c <= 0x1F3FF;  // skin tone
  }
}

/// Calls `take` with the bytes and columns of each grapheme cluster until it returns false.
void each_cluster(std::string_view text, const std::function<bool(std::string_view, int)>& take) {
  std::size_t begin = 0;
  std::size_t at = 0;
  int width = 0;
  Codepoint previous = -1;
  utf8proc_int32_t state = 0;
  bool go_on = true;
  each_codepoint(text, [&](Codepoint c, std::string_view bytes) {
    if (!go_on) return;
    if (at > begin && (previous < 0 || c < 0 || utf8proc_grapheme_break_stateful(previous, c, &state))) {
      go_on = take(text.substr(begin, at - begin), width);
      begin = at;
      width = 0;
      state = 0;
    }
    if (c == 0xFE0F && width > 0)  // the emoji selector requests the wide picture
      width = std::max(width, 2);
    else
      width = is_drawn_over(previous, c) ? std::max(width, columns_of(c)) : width + columns_of(c);
    if (c >= 0x1F1E6 && c <= 0x1F1FF) width = 2;
    previous = c;
    at += bytes.size();
  });
  if (go_on && at > begin) take(text.substr(begin, at - begin), width);
}

}  // namespace

std::string printable(std::string_view text, bool keep_lines) {
  std::string out;
  out.reserve(text.size());
  bool space = false;
  each_codepoint(text, [&](Codepoint c, std::string_view bytes) {
    if (is_line_space(c) && !(keep_lines && c == '\n')) {
      if (!space) out += ' ';
      space = true;
      return;
    }
    space = false;
    if (keep_lines && c == '\n')
      out += '\n';
    else if (c < 0)
      out += "\xEF\xBF\xBD";  // U+FFFD
    else if (c < 0x20 || (c >= 0x7F && c < 0xA0) || turns_direction(c))
      out += visible(c);
    else
      out += bytes;
  });
  return out;
}

int display_width(std::string_view text) {
  int width = 0;
  each_cluster(text, [&](std::string_view, int columns) {
    width += columns;
    return true;
  });
  return width;
}

std::string truncated(std::string_view text, int columns) {
  if (display_width(text) <= columns) return std::string(text);
  std::string out;
  int width = 0;
  each_cluster(text, [&](std::string_view cluster, int more) {
    if (width + more > columns - 1) return false;
    out += cluster;
    width += more;
    return true;
  });
  return columns > 0 ? out + "…" : out;
}

std::string shortened(std::string_view text, int columns) {
  constexpr int kTail = 4;
  const int width = display_width(text);
  if (width <= columns || columns <= 2 * kTail) return truncated(text, columns);
  std::string tail;
  int seen = 0;
  each_cluster(text, [&](std::string_view cluster, int more) {
    seen += more;
    if (seen > width - kTail) tail += cluster;
    return true;
  });
  return truncated(text, columns - display_width(tail)) + tail;
}

std::string wrapped(std::string_view text, int columns, int indent) {
  const std::string line_break = '\n' + std::string(static_cast<std::size_t>(indent), ' ');
  std::string out(text.substr(0, text.find(' ')));
  int width = display_width(out);
  for (std::size_t at = out.size(); at < text.size();) {
    const auto end = std::min(text.find(' ', at + 1), text.size());
    const std::string_view word = text.substr(at + 1, end - at - 1);
    const int more = display_width(word);
    const bool fits = width + 1 + more <= columns;
    out.append(fits ? " " : line_break).append(word);
    width = (fits ? width + 1 : indent) + more;
    at = end;
  }
  return out;
}

}  // namespace locker::text
