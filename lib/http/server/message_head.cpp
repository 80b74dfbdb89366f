#include "lib/http/server/message_head.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "lib/base/trim.hpp"

namespace locker::http {
namespace {

constexpr std::string_view kBlanks = " \t";

/// RFC 9110 section 5.6.2.
bool is_token_character(char c) {
  constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         kOthers.find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_token_character);
}

/// Removes the next line from `rest` and returns it. Lines must end with CR LF, with `bare_feeds` also with
/// LF.
std::string_view cut_line(std::string_view& rest, bool bare_feeds) {
  const auto feed = rest.find('\n');
  std::string_view line = rest.substr(0, feed);
  rest = feed == std::string_view::npos ? std::string_view() : rest.substr(feed + 1);
  if (line.ends_with('\r'))
    line.remove_suffix(1);
  else if (!bare_feeds && feed != std::string_view::npos)
    throw BadMessage(400, "a line of the head does not end with CR LF");
  if (line.find('\r') != std::string_view::npos || line.find('\0') != std::string_view::npos)
    throw BadMessage(400, "a line of the head holds a control character");
  return line;
}

bool is_field_character(char c) { return c == '\t' || static_cast<unsigned char>(c) >= 0x20; }

Headers parse_fields(std::string_view rest, bool bare_feeds) {
  Headers headers;
  while (!rest.empty()) {
    const std::string_view line = cut_line(rest, bare_feeds);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon)))
      throw BadMessage(400, "a header's name cannot be read");
    const std::string_view value = trimmed(line.substr(colon + 1), kBlanks);
    if (!std::ranges::all_of(value, is_field_character) || value.find('\x7f') != std::string_view::npos)
      throw BadMessage(400, "a header's value holds a control character");
    headers.emplace_back(line.substr(0, colon), value);
  }
  return headers;
}

int parse_version(std::string_view text) {
  if (text == "HTTP/1.1") return 1;
  if (text == "HTTP/1.0") return 0;
  throw BadMessage(text.starts_with("HTTP/") ? 505 : 400, "not an HTTP/1.1 message");
}

/// Visible ASCII, and raw UTF-8 because old clients send it.
bool is_target_character(char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7f; }

/// A target in origin form, and the authority of an absolute form.
struct Target {
  std::string path;
  std::optional<std::string_view> authority;
};

/// Reduces an absolute form to origin form.
Target parse_target(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!target.starts_with(scheme)) continue;
    target.remove_prefix(scheme.size());
    const auto end = std::min(target.find_first_of("/?"), target.size());
    const std::string_view path = target.substr(end);
    return {(path.starts_with('/') ? "" : "/") + std::string(path), target.substr(0, end)};
  }
  return {std::string(target), std::nullopt};
}

/// The authority in the target overrides the Host header (RFC 9112 section 3.2.2).
void replace_host(Headers& headers, std::string_view authority) {
  if (authority.empty()) throw BadMessage(400, "the address names no host");
  std::erase_if(headers, [](const auto& header) { return same_name(header.first, "Host"); });
  headers.emplace_back("Host", authority);
}

std::vector<std::string_view> values_of(const Headers& headers, std::string_view name) {
  std::vector<std::string_view> values;
  for (const auto& [key, value] : headers)
    if (same_name(key, name)) values.push_back(value);
  return values;
}

std::optional<std::uint64_t> stated_length(const Headers& headers) {
  const auto values = values_of(headers, "Content-Length");
  if (values.empty()) return std::nullopt;
  if (values.size() > 1) throw BadMessage(400, "more than one Content-Length");
  std::uint64_t length = 0;
  const auto& text = values.front();
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  if (text.empty() || text.front() < '0' || text.front() > '9' || error != std::errc() ||
      end != text.data() + text.size())
    throw BadMessage(400, "Content-Length is no number");
  return length;
}

/// True for chunked. Other codings are rejected: the end of such a body could not be found.
bool is_chunked(const Headers& headers) {
  const auto values = values_of(headers, "Transfer-Encoding");
  if (values.empty()) return false;
  if (values.size() > 1 || !same_name(values.front(), "chunked"))
    throw BadMessage(400, "a transfer coding that is not known");
  return true;
}

}  // namespace

bool lists_token(const Headers& headers, std::string_view name, std::string_view token) {
  for (std::string_view list : values_of(headers, name))
    for (;;) {
      const auto comma = list.find(',');
      if (same_name(trimmed(list.substr(0, comma), kBlanks), token)) return true;
      if (comma == std::string_view::npos) break;
      list.remove_prefix(comma + 1);
    }
  return false;
}

std::optional<std::string_view> RequestHead::header(std::string_view name) const {
  return find_header(headers, name);
}

std::string_view RequestHead::path() const { return std::string_view(target).substr(0, target.find('?')); }

std::string_view RequestHead::query() const {
  const auto mark = target.find('?');
  return mark == std::string::npos ? std::string_view() : std::string_view(target).substr(mark + 1);
}

bool RequestHead::keeps_connection() const {
  if (lists_token(headers, "Connection", "close")) return false;
  return minor_version == 1 || lists_token(headers, "Connection", "keep-alive");
}

RequestHead parse_request_head(std::string_view bytes) {
  const std::string_view line = cut_line(bytes, false);
  const auto first = line.find(' '), last = line.rfind(' ');
  if (first == std::string_view::npos || first == last)
    throw BadMessage(400, "the request line cannot be read");
  const std::string_view method = line.substr(0, first), target = line.substr(first + 1, last - first - 1);
  RequestHead head;
  head.minor_version = parse_version(line.substr(last + 1));
  if (!is_token(method)) throw BadMessage(400, "the method cannot be read");
  if (target.empty() || !std::ranges::all_of(target, is_target_character))
    throw BadMessage(400, "the address cannot be read");
  head.method = method;
  Target parsed = parse_target(target);
  head.target = std::move(parsed.path);
  if (head.target.front() != '/' && head.target != "*") throw BadMessage(400, "the address is no path");
  head.headers = parse_fields(bytes, false);
  if (head.minor_version == 1 && values_of(head.headers, "Host").size() != 1)
    throw BadMessage(400, "a request names one Host");
  if (parsed.authority) replace_host(head.headers, *parsed.authority);
  return head;
}

ResponseHead parse_response_head(std::string_view bytes) {
  const std::string_view line = cut_line(bytes, true);
  ResponseHead head;
  constexpr std::size_t kVersion = 8, kStatus = 3;
  if (line.size() < kVersion + 1 + kStatus || line[kVersion] != ' ')
    throw BadMessage(502, "the answer's first line cannot be read");
  head.minor_version = parse_version(line.substr(0, kVersion));
  const std::string_view digits = line.substr(kVersion + 1, kStatus);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + kStatus, head.status);
  if (error != std::errc() || end != digits.data() + kStatus || head.status < 100)
    throw BadMessage(502, "the answer's status cannot be read");
  head.reason = trimmed(line.substr(kVersion + 1 + kStatus), kBlanks);
  head.headers = parse_fields(bytes, true);
  return head;
}

Framing framing_of(const RequestHead& head) {
  const auto length = stated_length(head.headers);
  if (is_chunked(head.headers)) {
    if (length) throw BadMessage(400, "both a length and a transfer coding");
    if (head.minor_version == 0) throw BadMessage(400, "HTTP/1.0 has no transfer codings");
    return {Framing::Kind::chunked, 0};
  }
  return length && *length > 0 ? Framing{Framing::Kind::length, *length} : Framing{};
}

Framing framing_of(const ResponseHead& head, std::string_view request_method) {
  const auto length = stated_length(head.headers);
  const bool chunked = is_chunked(head.headers);
  if (chunked && length) throw BadMessage(502, "both a length and a transfer coding");
  // These responses have no body; their length headers are still passed on to the client.
  if (request_method == "HEAD" || head.status < 200 || head.status == 204 || head.status == 304) return {};
  if (chunked) return {Framing::Kind::chunked, 0};
  if (!length) return {Framing::Kind::until_close, 0};
  return *length > 0 ? Framing{Framing::Kind::length, *length} : Framing{};
}

}  // namespace locker::http
