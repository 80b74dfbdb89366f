#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "lib/http/message.hpp"

namespace locker::http {

/// A malformed or unacceptable message, with the status of the response to it, such as 400, 413, 431 or 505
/// (RFC 9110, RFC 9112).
struct BadMessage : std::runtime_error {
  BadMessage(int code, const std::string& why) : std::runtime_error(why), status(code) {}
  int status;
};

/// How the end of a body is determined (RFC 9112 section 6.3).
struct Framing {
  enum class Kind { none, length, chunked, until_close };
  Kind kind = Kind::none;
  std::uint64_t length = 0;
};

/// The head of a request, as received. Nothing in it is decoded.
struct RequestHead {
  std::string method;
  std::string target;  ///< in origin form, `/path?query`
  int minor_version = 1;
  Headers headers;

  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
  [[nodiscard]] std::string_view path() const;   ///< the part before the question mark, not decoded
  [[nodiscard]] std::string_view query() const;  ///< the part after it; empty: none
  [[nodiscard]] bool keeps_connection() const;
};

struct ResponseHead {
  int status = 0;
  std::string reason;
  int minor_version = 1;
  Headers headers;
};

/// Parses a head without its final empty line. Strict, so that no two parsers can disagree about line ends,
/// names or framing (request smuggling). Throws BadMessage.
[[nodiscard]] RequestHead parse_request_head(std::string_view bytes);
/// The same for a response; lines may end with a bare LF, as old services send them.
[[nodiscard]] ResponseHead parse_response_head(std::string_view bytes);

/// Determines the framing. Throws BadMessage for two lengths, a length together with chunked, a signed
/// length, an unknown coding.
[[nodiscard]] Framing framing_of(const RequestHead& head);
[[nodiscard]] Framing framing_of(const ResponseHead& head, std::string_view request_method);

/// True if the comma-separated list in any header of that name contains the token, ignoring case.
[[nodiscard]] bool lists_token(const Headers& headers, std::string_view name, std::string_view token);

}  // namespace locker::http
