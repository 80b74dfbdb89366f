#include "cli/output/terminal_json.hpp"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace locker::cli {
namespace {

/// Returns the code point of a UTF-8 sequence of two or three bytes; no character that controls a terminal is
/// longer.
unsigned code_point(std::string_view bytes) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(bytes[at]) & 0x3Fu; };
  return bytes.size() == 2 ? (byte(0) & 0x1Fu) << 6 | byte(1)
                           : (byte(0) & 0x0Fu) << 12 | byte(1) << 6 | byte(2);
}

std::size_t steering_length(std::string_view rest) {
  const auto byte = [&](std::size_t at) {
    return at < rest.size() ? static_cast<unsigned char>(rest[at]) : 0u;
  };
  if (byte(0) == 0x7F) return 1;
  if (byte(0) == 0xC2 && byte(1) >= 0x80 && byte(1) <= 0x9F) return 2;
  if (byte(0) != 0xE2) return 0;
  const bool turns = (byte(1) == 0x80 && byte(2) >= 0xAA && byte(2) <= 0xAE) ||
                     (byte(1) == 0x81 && byte(2) >= 0xA6 && byte(2) <= 0xA9);
  return turns ? 3 : 0;
}

/// Returns the position after the string that begins at `at`.
std::size_t end_of_string(std::string_view json, std::size_t at) {
  for (++at; at < json.size() && json[at] != '"'; ++at)
    if (json[at] == '\\') ++at;
  return std::min(at + 1, json.size());
}

}  // namespace

std::string terminal_json(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  for (std::size_t at = 0; at < json.size();) {
    const std::size_t length = steering_length(json.substr(at));
    if (length == 0) {
      out += json[at++];
      continue;
    }
    char escape[8];
    std::snprintf(escape, sizeof escape, "\\u%04x",
                  length == 1 ? 0x7Fu : code_point(json.substr(at, length)));
    out += escape;
    at += length;
  }
  return out;
}

std::string readable_json(std::string_view json) {
  using Handler = nlohmann::json::error_handler_t;
  std::string out;
  for (std::size_t at = 0; at < json.size();) {
    const std::size_t quote = std::min(json.find('"', at), json.size());
    const std::size_t end = quote < json.size() ? end_of_string(json, quote) : quote;
    const std::string_view spelled = json.substr(quote, end - quote);
    const auto text = nlohmann::json::parse(spelled, nullptr, false);  // fails for half of a surrogate pair
    out += json.substr(at, quote - at);
    out += text.is_string() ? text.dump(-1, ' ', false, Handler::replace) : std::string(spelled);
    at = end;
  }
  return out;
}

}  // namespace locker::cli
