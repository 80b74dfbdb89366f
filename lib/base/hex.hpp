#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace locker {

/// Returns each byte as two hexadecimal digits in lower case.
[[nodiscard]] std::string to_hex(std::string_view bytes);
/// The same for an array of bytes, such as a digest.
template <class Bytes>
[[nodiscard]] std::string to_hex(const Bytes& bytes) {
  return to_hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}
/// Appends the same to `out`.
void append_hex(std::string& out, std::string_view bytes);

/// Returns the bytes that `digits` encodes; absent if it contains anything but pairs of hexadecimal digits.
[[nodiscard]] std::optional<std::string> from_hex(std::string_view digits);

/// Returns the value of a hexadecimal digit of either case; -1 if it is none.
[[nodiscard]] int hex_digit(char digit);

/// Returns `%` and the two digits of a byte in upper case (RFC 3986 section 2.1).
[[nodiscard]] std::string percent_escape(char byte);

/// Returns the number in hexadecimal digits without leading zeros, as for the size of a chunk (RFC 9112
/// section 7.1).
[[nodiscard]] std::string hex_number(std::size_t number);

}  // namespace locker
