#include "lib/http/link.hpp"

#include "lib/base/trim.hpp"

namespace locker::http {
namespace {

/// Removes and returns the text before the next unquoted `at`, and removes `at` itself.
std::string_view take_until(std::string_view& text, char at) {
  bool quoted = false;
  std::size_t end = 0;
  for (; end < text.size() && (quoted || text[end] != at); ++end)
    if (text[end] == '"') quoted = !quoted;
  const auto taken = text.substr(0, end);
  text.remove_prefix(end < text.size() ? end + 1 : end);
  return taken;
}

/// True if the parameter names the relation; `rel="next last"` names two.
bool names(std::string_view parameter, std::string_view relation) {
  const auto equals = parameter.find('=');
  if (equals == std::string_view::npos || !same_name(trimmed(parameter.substr(0, equals)), "rel"))
    return false;
  std::string_view value = trimmed(parameter.substr(equals + 1));
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
    value = value.substr(1, value.size() - 2);
  while (!value.empty())
    if (same_name(take_until(value, ' '), relation)) return true;
  return false;
}

std::optional<std::string> target_in(std::string_view links, std::string_view relation) {
  while (!trimmed(links).empty()) {
    const auto open = links.find('<');
    const auto close = links.find('>', open);
    if (open == std::string_view::npos || close == std::string_view::npos) return std::nullopt;
    const auto target = links.substr(open + 1, close - open - 1);
    links.remove_prefix(close + 1);
    std::string_view parameters = take_until(links, ',');
    while (!parameters.empty())
      if (names(take_until(parameters, ';'), relation)) return std::string(target);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> link_target(const Headers& headers, std::string_view relation) {
  for (const auto& [name, value] : headers)
    if (same_name(name, "Link"))
      if (auto target = target_in(value, relation)) return target;
  return std::nullopt;
}

}  // namespace locker::http
