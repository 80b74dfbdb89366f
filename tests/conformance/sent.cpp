#include "tests/conformance/sent.hpp"

#include <nlohmann/json.hpp>

namespace locker::conformance {
namespace {

struct Open {
  Sent sent;
  std::size_t begin = 0;
};

std::size_t behind_text(std::string_view body, std::size_t at) {
  while (body.at(++at) != '"')
    if (body[at] == '\\') ++at;
  return at + 1;
}

}  // namespace

Sent sent_in(std::string_view body) {
  std::vector<Open> open(1);
  std::string_view text, name;  // the last one, and it if a colon stands behind it
  for (std::size_t at = 0; at < body.size(); ++at) {
    const char c = body[at];
    if (c == '"') {
      const std::size_t end = behind_text(body, at);
      text = body.substr(at, end - at);
      at = end - 1;
    } else if (c == ':' || c == ',') {
      name = c == ':' ? text : std::string_view();
    } else if (c == '{' || c == '[') {
      open.push_back({.sent = {}, .begin = at});
      if (!name.empty()) open.back().sent.name = nlohmann::json::parse(name);
      name = {};
    } else if (c == '}' || c == ']') {
      Sent closed = std::move(open.back().sent);
      closed.bytes = body.substr(open.back().begin, at + 1 - open.back().begin);
      open.pop_back();
      open.back().sent.inner.push_back(std::move(closed));
    }
  }
  auto& found = open.front().sent.inner;
  return found.empty() ? Sent() : std::move(found.front());
}

}  // namespace locker::conformance
