#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace locker::http {

/// The parts of an absolute http or https address.
struct Address {
  std::string scheme, host;
  int port = 0;
  std::string path;   ///< with its leading slash
  std::string query;  ///< without the question mark
};

/// Absent if it is not an absolute http(s) address, or carries a user name.
[[nodiscard]] std::optional<Address> parse_address(std::string_view text);

/// True if both are absolute addresses of the same scheme, host and port.
[[nodiscard]] bool same_origin(std::string_view a, std::string_view b);

/// True if an absolute address is `base` or lies below its path, of the same origin: there a service gets
/// its token. No segment of it is one of dots, which could lead out again.
[[nodiscard]] bool is_below(std::string_view address, std::string_view base);

/// `reference` as it is meant in an answer from `base`, an absolute address (RFC 3986 section 5.2). Absent if
/// that is no address of http(s).
[[nodiscard]] std::optional<std::string> resolved(std::string_view reference, std::string_view base);

/// A host as it stands in an address: one of IPv6 in brackets.
[[nodiscard]] std::string in_address(std::string_view host);
/// The same without them, as it is listened at.
[[nodiscard]] std::string without_brackets(std::string_view host);

/// True for 127.0.0.0/8, localhost and ::1, in brackets too.
[[nodiscard]] bool is_loopback(std::string_view host);

/// True for an absolute address that is asked where nobody can listen: https, or http on this machine.
[[nodiscard]] bool is_private(std::string_view address);

/// A service's base address as settings give it, without trailing slash. Throws Error{usage} naming
/// `setting` unless it is https, or http to loopback: tokens do not travel in the clear.
[[nodiscard]] std::string checked_base_address(std::string_view text, std::string_view setting);

/// The first value of a field in a form-encoded query, decoded.
[[nodiscard]] std::optional<std::string> query_value(std::string_view query, std::string_view name);

}  // namespace locker::http
