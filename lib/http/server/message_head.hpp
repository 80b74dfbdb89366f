#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "lib/http/message.hpp"

namespace locker::http {

/// A message that is not taken, with the status that says so (RFC 9112): 400, 413, 431 or 505.
struct BadMessage : std::runtime_error {
  BadMessage(int code, const std::string& why) : std::runtime_error(why), status(code) {}
  int status;
};

/// How the end of a body is found (RFC 9112 section 6.3).
struct Framing {
  enum class Kind { none, length, chunked, until_close };
  Kind kind = Kind::none;
  std::uint64_t length = 0;
};

/// The head of a request as it was sent. Nothing in it is decoded.
struct RequestHead {
  std::string method;
  std::string target;  ///< in origin form, `/path?query`
  int minor_version = 1;
  Headers headers;

  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
  [[nodiscard]] std::string_view path() const;   ///< up to the question mark, not decoded
  [[nodiscard]] std::string_view query() const;  ///< behind it; empty: none
  [[nodiscard]] bool keeps_connection() const;
};

struct ResponseHead {
  int status = 0;
  std::string reason;
  int minor_version = 1;
  Headers headers;
};

/// Reads a head without its empty line. Strict where leniency would let two readers disagree: one
/// spelling of line ends, names and framing. Throws BadMessage.
[[nodiscard]] RequestHead parse_request_head(std::string_view bytes);
/// The same for an answer; line ends may be bare line feeds, as old services send them.
[[nodiscard]] ResponseHead parse_response_head(std::string_view bytes);

/// Throws BadMessage for two lengths, a length beside chunked, signs, unknown codings.
[[nodiscard]] Framing framing_of(const RequestHead& head);
[[nodiscard]] Framing framing_of(const ResponseHead& head, std::string_view request_method);

/// True if the comma list in any header of that name holds the token, compared without case.
[[nodiscard]] bool lists_token(const Headers& headers, std::string_view name, std::string_view token);

}  // namespace locker::http
