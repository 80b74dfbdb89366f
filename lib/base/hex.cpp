#include "lib/base/hex.hpp"

#include <charconv>

namespace locker {
namespace {

constexpr char kDigits[] = "0123456789abcdef";
constexpr char kCapitals[] = "0123456789ABCDEF";

}  // namespace

std::string to_hex(std::string_view bytes) {
  std::string digits;
  append_hex(digits, bytes);
  return digits;
}

void append_hex(std::string& out, std::string_view bytes) {
  std::size_t at = out.size();
  out.resize(at + 2 * bytes.size());
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out[at++] = kDigits[byte >> 4];
    out[at++] = kDigits[byte & 15];
  }
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> from_hex(std::string_view digits) {
  if (digits.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t at = 0; at < digits.size(); at += 2) {
    const int high = hex_digit(digits[at]), low = hex_digit(digits[at + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes += static_cast<char>(high << 4 | low);
  }
  return bytes;
}

std::string percent_escape(char byte) {
  const auto value = static_cast<unsigned char>(byte);
  return {'%', kCapitals[value >> 4], kCapitals[value & 15]};
}

std::string hex_number(std::size_t number) {
  char digits[2 * sizeof(number)];
  return {digits, std::to_chars(digits, digits + sizeof(digits), number, 16).ptr};
}

}  // namespace locker
