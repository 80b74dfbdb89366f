#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace locker::http {

/// The parts of an absolute http or https URL.
struct Address {
  std::string scheme, host;
  int port = 0;
  std::string path;   ///< with its leading slash
  std::string query;  ///< without the question mark
};

/// Absent if `text` is no absolute http(s) URL, or contains a user name.
[[nodiscard]] std::optional<Address> parse_address(std::string_view text);

/// Returns the host of a URL; absent if `text` is no absolute http(s) URL.
[[nodiscard]] std::optional<std::string> host_of(std::string_view text);

/// True if both are absolute URLs with the same scheme, host and port.
[[nodiscard]] bool same_origin(std::string_view a, std::string_view b);

/// True if an absolute URL equals `base` or is below its path, with the same origin: only there is the access
/// token sent. A URL with dot segments, which could leave the path again, is not.
[[nodiscard]] bool is_below(std::string_view address, std::string_view base);

/// Resolves `reference` against the absolute URL `base` (RFC 3986 section 5.2). Absent if the result is no
/// http(s) URL.
[[nodiscard]] std::optional<std::string> resolved(std::string_view reference, std::string_view base);

/// Returns the host as written in a URL: an IPv6 address in brackets.
[[nodiscard]] std::string in_address(std::string_view host);
/// Returns the host without brackets, as needed for listening.
[[nodiscard]] std::string without_brackets(std::string_view host);

/// True for 127.0.0.0/8, localhost and ::1, with or without brackets.
[[nodiscard]] bool is_loopback(std::string_view host);

/// True for an absolute URL whose requests cannot be overheard: https, or http on this machine.
[[nodiscard]] bool is_private(std::string_view address);

/// Returns a service's base address from a setting, without trailing slash. Throws Error{usage} naming
/// `setting` unless it is https, or http to loopback: tokens are never sent unencrypted.
[[nodiscard]] std::string checked_base_address(std::string_view text, std::string_view setting);

/// Returns the first value of a field in a form-encoded query, decoded.
[[nodiscard]] std::optional<std::string> query_value(std::string_view query, std::string_view name);

}  // namespace locker::http
