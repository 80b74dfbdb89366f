#include "request.hpp"

#include <algorithm>
#include <sstream>

namespace github_stand_in {
namespace {

std::string decoded(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      out += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

}  // namespace

std::vector<std::string> split(const std::string& text, char at) {
  std::istringstream stream(text);
  std::vector<std::string> parts;
  for (std::string part; std::getline(stream, part, at);) parts.push_back(part);
  return parts;
}

Parameters parse_parameters(const std::string& text) {
  Parameters parameters;
  for (const auto& pair : split(text, '&')) {
    const std::size_t equals = pair.find('=');
    if (!pair.empty())
      parameters[decoded(pair.substr(0, equals))] =
          equals == std::string::npos ? "" : decoded(pair.substr(equals + 1));
  }
  return parameters;
}

std::string encoded(const std::string& text) {
  static const char* const kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (isalnum(byte) || c == '-' || c == '_' || c == '.' || c == '~')
      out += c;
    else
      (out += '%') += std::string{kHex[byte >> 4], kHex[byte & 15]};
  }
  return out;
}

Reply error_reply(int status, const std::string& message) {
  Reply reply;
  reply.status = status;
  reply.body = Json{{"message", message},
                    {"documentation_url", "https://docs.github.com/rest"},
                    {"status", std::to_string(status)}}
                   .dump();
  return reply;
}

void refuse(int status, const std::string& message) { throw Refused{error_reply(status, message)}; }

bool Token::has(const std::string& scope) const {
  return fine_grained || std::ranges::find(scopes, scope) != scopes.end();
}

std::string Asked::parameter(const std::string& name, const std::string& otherwise) const {
  const auto found = parameters.find(name);
  return found == parameters.end() ? otherwise : found->second;
}

std::optional<Time> Asked::time(const std::string& name) const {
  const auto found = parameters.find(name);
  if (found == parameters.end()) return std::nullopt;
  const Time time = parse_iso_time(found->second);
  if (time < 0) refuse(422, "Invalid " + name + ": " + found->second);
  return time;
}

}  // namespace github_stand_in
