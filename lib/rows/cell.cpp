#include "lib/rows/cell.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <nlohmann/json.hpp>

namespace locker::rows {
namespace {

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

void append_number(std::string& out, std::int64_t number) {
  std::array<char, 24> digits{};
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  out.append(digits.data(), end);
}

/// Formats a number with a decimal point or an exponent, by which JSON readers distinguish it from an
/// integer.
std::string number_text(double number) { return nlohmann::json(number).dump(); }

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// Bytes that need no escape in a JSON string.
constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> plain{};
  for (std::size_t c = 0x20; c < 0x80; ++c) plain[c] = c != '"' && c != '\\';
  return plain;
}();

/// Returns how many bytes at the front need no escape, rounded down to a multiple of eight.
std::size_t plain_eights(std::string_view text) {
  constexpr std::uint64_t kOnes = 0x0101010101010101, kHigh = kOnes * 0x80;
  const auto has_zero = [](std::uint64_t x) { return (x - kOnes) & ~x & kHigh; };
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + at, 8);
    const std::uint64_t control = (bytes - kOnes * 0x20) & ~bytes & kHigh;
    if ((bytes & kHigh) | control | has_zero(bytes ^ (kOnes * '"')) | has_zero(bytes ^ (kOnes * '\\'))) break;
  }
  return at;
}

/// Returns how many bytes at the front need no escape. Nearly all text is of this kind, and most of an export
/// is text.
std::size_t plain_front(std::string_view text) {
  std::size_t at = plain_eights(text);
  while (at < text.size() && kPlain[static_cast<unsigned char>(text[at])]) ++at;
  return at;
}

void append_escape(std::string& out, char c) {
  switch (c) {
    case '"':
    case '\\':
      out += {'\\', c};
      return;
    case '\b':
      out += "\\b";
      return;
    case '\f':
      out += "\\f";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      static constexpr char kDigits[] = "0123456789abcdef";
      out += {'\\', 'u', '0', '0', kDigits[(c >> 4) & 1], kDigits[c & 15]};
  }
}

/// Returns the length of the UTF-8 sequence at the front; 0 if it is invalid (RFC 3629).
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned char first = byte(0);
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xC0) != 0x80) return 0;
  const bool overlong = (first == 0xE0 && byte(1) < 0xA0) || (first == 0xF0 && byte(1) < 0x90);
  const bool no_character = (first == 0xED && byte(1) > 0x9F) || (first == 0xF4 && byte(1) > 0x8F);
  return overlong || no_character ? 0 : length;
}

}  // namespace

Cell text_or_nothing(std::string_view lent) { return lent.empty() ? Cell() : Cell(lent); }

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t written = 0;
  const auto write_up_to = [&](std::size_t at) { out.append(text, written, at - written); };
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (kPlain[byte]) {
      at += plain_front(text.substr(at));
    } else if (byte < 0x80) {
      write_up_to(at);
      append_escape(out, text[at]);
      written = ++at;
    } else if (const std::size_t length = sequence_length(text.substr(at, 4)); length > 0) {
      at += length;
    } else {
      write_up_to(at);
      out += kReplacement;
      written = ++at;
    }
  }
  write_up_to(text.size());
  out += '"';
}

namespace {

// Values that are written alike in JSON and in plain text.
void append_bare(std::string& out, std::int64_t number) { append_number(out, number); }
void append_bare(std::string& out, double number) { out += number_text(number); }
void append_bare(std::string& out, bool truth) { out += truth ? "true" : "false"; }
void append_bare(std::string& out, const RawJson& json) { out += json.text; }
void append_bare(std::string& out, BorrowedJson json) { out += json.text; }

}  // namespace

void append_json(std::string& out, const Cell& cell) {
  std::visit(Overloaded{[&](std::monostate) { out += "null"; },
                        [&](const std::string& text) { append_json_string(out, text); },
                        [&](std::string_view text) { append_json_string(out, text); },
                        [&](const auto& bare) { append_bare(out, bare); }},
             cell);
}

void append_plain(std::string& out, const Cell& cell) {
  std::visit(Overloaded{[](std::monostate) {}, [&](const std::string& text) { out += text; },
                        [&](std::string_view text) { out += text; },
                        [&](const auto& bare) { append_bare(out, bare); }},
             cell);
}

std::string plain(const Cell& cell) {
  std::string text;
  append_plain(text, cell);
  return text;
}

}  // namespace locker::rows
