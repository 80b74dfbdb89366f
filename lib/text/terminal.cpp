#include "lib/text/terminal.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdio>
#include <functional>

namespace locker::text {
namespace {

using Codepoint = utf8proc_int32_t;

/// Calls back with each code point and its bytes; -1 and one byte where it is not UTF-8.
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

/// Marks that turn the direction of what follows, and so can show a text as another one.
bool turns_direction(Codepoint c) { return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069); }

std::string visible(Codepoint c) {
  if (c >= 0 && c < 0x20) return {'^', static_cast<char>(c + '@')};
  if (c == 0x7F) return "^?";
  char buffer[16];
  const int length = std::snprintf(buffer, sizeof buffer, "<U+%04X>", static_cast<unsigned>(c));
  return {buffer, static_cast<std::size_t>(length)};
}

/// Grapheme clusters one by one: the bytes of each and its columns.
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
    const int columns = c < 0 ? 1 : utf8proc_charwidth(c);
    // A cluster is as wide as its widest part; the emoji selector asks for the wide picture.
    width = std::max(width, c == 0xFE0F && width > 0 ? 2 : columns);
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

}  // namespace locker::text
