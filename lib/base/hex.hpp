#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace locker {

/// Each byte as two hexadecimal digits, in small letters.
[[nodiscard]] std::string to_hex(std::string_view bytes);
/// The same of an array of bytes: a digest.
template <class Bytes>
[[nodiscard]] std::string to_hex(const Bytes& bytes) {
  return to_hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}
/// The same behind what `out` holds already.
void append_hex(std::string& out, std::string_view bytes);

/// The bytes that were spelled so; absent where `digits` are no such digits, or not in pairs.
[[nodiscard]] std::optional<std::string> from_hex(std::string_view digits);

/// The value of one such digit, small or capital; -1 if it is none.
[[nodiscard]] int hex_digit(char digit);

/// `%` and the two digits of a byte, in capitals (RFC 3986 section 2.1).
[[nodiscard]] std::string percent_escape(char byte);

/// A number in hexadecimal digits, without leading zeros: the size of a chunk (RFC 9112 section 7.1).
[[nodiscard]] std::string hex_number(std::size_t number);

}  // namespace locker
