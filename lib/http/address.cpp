#include "lib/http/address.hpp"

#include <algorithm>
#include <charconv>

#include "lib/base/error.hpp"
#include "lib/http/message.hpp"

namespace locker::http {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string form_decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0) {
      out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

/// Parses the host and port of an authority; an IPv6 address is in brackets.
bool read_authority(std::string_view authority, Address& address) {
  if (authority.find('@') != std::string_view::npos) return false;
  const auto bracket = authority.rfind(']');
  const auto colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  address.host = authority.substr(0, colon);
  if (address.host.empty()) return false;
  address.port = address.scheme == "https" ? 443 : 80;
  if (colon == std::string_view::npos) return true;
  const auto digits = authority.substr(colon + 1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), address.port);
  return error == std::errc() && end == digits.data() + digits.size() && address.port > 0 &&
         address.port < 65536;
}

/// True if a segment is `.` or `..`, plain or percent-encoded, with which a path could escape its base.
bool has_dots(std::string_view path) {
  const std::string plain = form_decode(path);
  for (std::size_t at = 0; at < plain.size();) {
    const auto end = std::min(plain.find('/', at + 1), plain.size());
    const std::string_view segment = std::string_view(plain).substr(at + 1, end - at - 1);
    if (segment == "." || segment == "..") return true;
    at = end;
  }
  return false;
}

bool has_scheme(std::string_view reference) {
  return reference.substr(0, reference.find_first_of("/?#")).find(':') != std::string_view::npos;
}

/// A reference without its fragment: scheme and authority, if present, the path, and the query with its
/// question mark.
struct Split {
  std::string_view origin, path, query;
};

Split split(std::string_view text) {
  text = text.substr(0, text.find('#'));
  const auto scheme = text.find("://");
  const auto host = has_scheme(text) ? scheme + 3 : 0;
  const auto path = host == 0 ? 0 : std::min(text.find_first_of("/?", host), text.size());
  const auto query = std::min(text.find('?', path), text.size());
  return {text.substr(0, path), text.substr(path, query - path), text.substr(query)};
}

/// RFC 3986 section 5.2.3: a relative path replaces the last segment of the base path.
std::string merged(std::string_view path, std::string_view base) {
  if (path.starts_with('/')) return std::string(path);
  const auto last = base.rfind('/');
  return std::string(last == std::string_view::npos ? "/" : base.substr(0, last + 1)).append(path);
}

/// Removes dot segments from an absolute path (RFC 3986 section 5.2.4).
std::string without_dots(std::string_view path) {
  std::string out;
  for (std::size_t at = 0; at < path.size();) {
    const auto end = std::min(path.find('/', at + 1), path.size());
    const std::string_view segment = path.substr(at, end - at);
    const bool is_last = end == path.size();
    if (segment == "/..") out.resize(std::min(out.rfind('/'), out.size()));
    if (segment != "/." && segment != "/..")
      out += segment;
    else if (is_last)
      out += '/';
    at = end;
  }
  return out;
}

/// True for characters that clients and servers interpret differently in a URL.
bool is_misleading(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= ' ' || byte == 0x7f || byte == '\\';
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
  Address address;
  const auto scheme = text.find("://");
  if (scheme == std::string_view::npos) return std::nullopt;
  address.scheme = text.substr(0, scheme);
  if (address.scheme != "http" && address.scheme != "https") return std::nullopt;
  if (std::ranges::any_of(text, is_misleading)) return std::nullopt;
  text.remove_prefix(scheme + 3);
  text = text.substr(0, text.find('#'));
  const auto end = text.find_first_of("/?");
  if (!read_authority(text.substr(0, end), address)) return std::nullopt;
  const std::string_view rest = end == std::string_view::npos ? std::string_view() : text.substr(end);
  const auto question = rest.find('?');
  address.path = rest.substr(0, question);
  if (address.path.empty()) address.path = "/";
  if (question != std::string_view::npos) address.query = rest.substr(question + 1);
  return address;
}

std::optional<std::string> host_of(std::string_view text) {
  auto address = parse_address(text);
  return address ? std::optional(std::move(address->host)) : std::nullopt;
}

bool same_origin(std::string_view a, std::string_view b) {
  const auto first = parse_address(a);
  const auto other = parse_address(b);
  return first && other && first->scheme == other->scheme && same_name(first->host, other->host) &&
         first->port == other->port;
}

bool is_below(std::string_view address, std::string_view base) {
  const auto one = parse_address(address);
  const auto root = parse_address(base);
  if (!one || !root || !same_origin(address, base) || has_dots(one->path)) return false;
  std::string_view folder = root->path;
  while (folder.ends_with('/')) folder.remove_suffix(1);
  return one->path.starts_with(folder) &&
         (one->path.size() == folder.size() || one->path[folder.size()] == '/');
}

std::optional<std::string> resolved(std::string_view reference, std::string_view base) {
  if (parse_address(reference)) return std::string(reference);
  if (reference.empty() || has_scheme(reference) || !parse_address(base)) return std::nullopt;
  const Split from = split(base), to = split(reference);
  std::string address(from.origin.substr(0, from.origin.find(':') + 1));
  if (reference.starts_with("//"))
    address += reference;
  else if (to.path.empty())
    address = std::string(from.origin).append(from.path).append(to.query);
  else
    address = std::string(from.origin).append(without_dots(merged(to.path, from.path))).append(to.query);
  return parse_address(address) ? std::optional(std::move(address)) : std::nullopt;
}

std::string in_address(std::string_view host) {
  const bool is_bare = host.find(':') != std::string_view::npos && !host.starts_with('[');
  return is_bare ? "[" + std::string(host) + "]" : std::string(host);
}

std::string without_brackets(std::string_view host) {
  if (!host.starts_with('[') || !host.ends_with(']')) return std::string(host);
  return std::string(host.substr(1, host.size() - 2));
}

bool is_loopback(std::string_view host) {
  if (host == "localhost" || host == "[::1]" || host == "::1") return true;
  return host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string_view::npos;
}

bool is_private(std::string_view address) {
  const auto parts = parse_address(address);
  return parts && (parts->scheme == "https" || is_loopback(parts->host));
}

std::string checked_base_address(std::string_view text, std::string_view setting) {
  const auto address = parse_address(text);
  if (!address || !address->query.empty())
    throw Error(ErrorKind::usage, std::string(setting) + " is no address: \"" + std::string(text) + "\"",
                "say for example https://api.example.com");
  if (address->scheme == "http" && !is_loopback(address->host))
    throw Error(ErrorKind::usage,
                std::string(setting) + " would send tokens in the clear to " + address->host,
                "use https; http is for this machine only");
  while (text.ends_with('/')) text.remove_suffix(1);
  return std::string(text);
}

std::optional<std::string> query_value(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const auto end = query.find('&');
    const auto field = query.substr(0, end);
    const auto equals = field.find('=');
    if (form_decode(field.substr(0, equals)) == name)
      return equals == std::string_view::npos ? std::string() : form_decode(field.substr(equals + 1));
    query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
  }
  return std::nullopt;
}

}  // namespace locker::http
