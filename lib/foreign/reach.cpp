#include "lib/foreign/reach.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string_view>

namespace locker::foreign {
namespace {

/// Returns the value of the escape `\uXXXX` that begins at `at`; absent if there is none.
std::optional<unsigned> escape_at(std::string_view json, std::size_t at) {
  if (json.substr(at, 2) != "\\u" || json.size() < at + 6) return std::nullopt;
  unsigned unit = 0;
  const char* const digits = json.data() + at + 2;
  if (std::from_chars(digits, digits + 4, unit, 16).ptr != digits + 4) return std::nullopt;
  return unit;
}

bool is_high(unsigned unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool is_low(unsigned unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

/// Returns the position after the string whose opening quote is at `at`.
std::size_t behind_string(std::string_view json, std::size_t at) {
  for (++at; at < json.size() && json[at] != '"'; ++at) at += json[at] == '\\' ? 1 : 0;
  return std::min(at + 1, json.size());
}

std::size_t digits_from(std::string_view text, std::size_t at) {
  const auto end = text.find_first_not_of("0123456789", at);
  return end == std::string_view::npos ? text.size() : end;
}

enum class Number { none, integer, real };

/// Classifies a number token (RFC 8259 section 6).
Number kind_of(std::string_view token) {
  std::size_t at = token.starts_with('-') ? 1 : 0;
  const std::size_t whole = digits_from(token, at);
  if (whole == at || (token[at] == '0' && whole > at + 1)) return Number::none;
  if (whole == token.size()) return Number::integer;
  at = whole;
  if (token[at] == '.') {
    const std::size_t fraction = digits_from(token, at + 1);
    if (fraction == at + 1) return Number::none;
    at = fraction;
  }
  if (at < token.size() && (token[at] == 'e' || token[at] == 'E')) {
    ++at;
    if (at < token.size() && (token[at] == '+' || token[at] == '-')) ++at;
    const std::size_t exponent = digits_from(token, at);
    if (exponent == at) return Number::none;
    at = exponent;
  }
  return at == token.size() ? Number::real : Number::none;
}

template <class Integer>
bool holds(std::string_view digits) {
  Integer value = 0;
  return std::from_chars(digits.data(), digits.data() + digits.size(), value).ec == std::errc();
}

bool is_great(std::string_view token) {
  switch (kind_of(token)) {
    case Number::integer:
      return !holds<std::int64_t>(token) && !holds<std::uint64_t>(token);
    case Number::real:
      return std::isinf(std::strtod(std::string(token).c_str(), nullptr));
    default:
      return false;
  }
}

}  // namespace

void replace_lone_surrogates(std::string& json) {
  constexpr std::size_t kEscape = 6;
  std::size_t at = 0;
  while ((at = json.find('\\', at)) != std::string::npos) {
    const auto unit = escape_at(json, at);
    if (!unit) {
      at += 2;
      continue;
    }
    const auto next = escape_at(json, at + kEscape);
    if (is_high(*unit) && next && is_low(*next)) {
      at += 2 * kEscape;
      continue;
    }
    if (is_high(*unit) || is_low(*unit)) json.replace(at, kEscape, "\\ufffd");
    at += kEscape;
  }
}

void blank_great_numbers(std::string& json) {
  for (std::size_t at = 0; at < json.size();) {
    if (json[at] == '"') {
      at = behind_string(json, at);
    } else if (json[at] == '-' || (json[at] >= '0' && json[at] <= '9')) {
      const std::size_t end = std::min(json.find_first_not_of("+-.0123456789Ee", at), json.size());
      if (is_great(std::string_view(json).substr(at, end - at)))
        json.replace(at, end - at, "null" + std::string(end - at - 4, ' '));
      at = end;
    } else {
      ++at;
    }
  }
}

}  // namespace locker::foreign
