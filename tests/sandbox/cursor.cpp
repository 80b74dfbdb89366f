#include "sandbox/cursor.hpp"

#include <sstream>

#include "sandbox/random.hpp"

namespace sandbox {
namespace {

constexpr std::string_view kBase32Digits = "0123456789abcdefghijklmnopqrstuv";
constexpr std::uint64_t kScramble = 0x5eed;

std::string scrambled(std::string bytes) {
  Random stream(kScramble);
  for (char& c : bytes) c = static_cast<char>(c ^ static_cast<char>(stream.next()));
  return bytes;
}

std::string encode(const std::string& bytes) {
  std::string out;
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const char c : bytes) {
    buffer = (buffer << 8) | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 5; bits -= 5) out += kBase32Digits[(buffer >> (bits - 5)) & 31];
  }
  if (bits) out += kBase32Digits[(buffer << (5 - bits)) & 31];
  return out;
}

std::optional<std::string> decode(std::string_view text) {
  std::string out;
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const char c : text) {
    const std::size_t digit = kBase32Digits.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    buffer = (buffer << 5) | static_cast<std::uint32_t>(digit);
    if ((bits += 5) >= 8) out += static_cast<char>((buffer >> (bits -= 8)) & 0xff);
  }
  return out;
}

}  // namespace

std::string cursor_token(const Cursor& cursor) {
  std::ostringstream text;
  text << "c1 " << cursor.rank << ' ' << cursor.page << ' ' << cursor.backwards << ' ' << cursor.place;
  return encode(scrambled(text.str()));
}

std::optional<Cursor> parse_cursor(std::string_view token) {
  const auto bytes = decode(token);
  if (!bytes) return std::nullopt;
  std::istringstream text(scrambled(*bytes));
  std::string mark;
  Cursor cursor;
  if (!(text >> mark >> cursor.rank >> cursor.page >> cursor.backwards >> cursor.place) || mark != "c1")
    return std::nullopt;
  return cursor;
}

}  // namespace sandbox
