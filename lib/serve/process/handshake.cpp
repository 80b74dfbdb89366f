#include "lib/serve/process/handshake.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "lib/foreign/document.hpp"

namespace locker::serve {
namespace {

constexpr std::size_t kLongestProcessInfo = 64 * 1024;
constexpr int kGreatestPort = 65'535;

}  // namespace

std::optional<int> HandshakeReader::take(std::string_view bytes) {
  text_ += bytes;
  if (text_.find_first_not_of(" \t\r\n") == std::string::npos && text_.size() <= kLongestProcessInfo)
    return std::nullopt;
  const auto first = text_.find_first_not_of(" \t\r\n");
  if (first == std::string::npos || text_[first] != '{')
    throw BadHandshake("what it wrote first is no JSON object");
  const std::size_t end = scan();
  if (end == 0) {
    if (text_.size() > kLongestProcessInfo) throw BadHandshake("its process info is longer than 64 KB");
    return std::nullopt;
  }
  rest_ = text_.substr(end);
  return read_port(std::string_view(text_).substr(0, end));
}

/// Returns the position after the object; 0 if it is incomplete.
std::size_t HandshakeReader::scan() {
  for (; looked_ < text_.size(); ++looked_) {
    const char c = text_[looked_];
    if (escaped_) {
      escaped_ = false;
    } else if (in_string_) {
      escaped_ = c == '\\';
      in_string_ = c != '"';
    } else if (c == '"') {
      in_string_ = true;
    } else if (c == '{' || c == '[') {
      ++depth_;
    } else if ((c == '}' || c == ']') && --depth_ == 0) {
      return ++looked_;
    }
  }
  return 0;
}

int HandshakeReader::read_port(std::string_view object) const {
  const auto info = foreign::read(object);
  if (!info.is_object()) throw BadHandshake("its process info is no readable JSON");
  const auto port = info.find("port");
  if (port == info.end() || port->is_null()) return port_;
  // The 2011 services in Python and shell wrote the port as a string, too.
  const auto number = port->is_string() ? foreign::read(port->get<std::string>()) : *port;
  // In JavaScript 18044.0 is the same number as 18044.
  const double value = number.is_number() ? number.get<double>() : 0;
  if (!(value >= 1 && value <= kGreatestPort) || value != std::trunc(value))
    throw BadHandshake("the port in its process info is none");
  if (value == core_port_) throw BadHandshake("the port in its process info is core's own");
  return static_cast<int>(value);
}

}  // namespace locker::serve
