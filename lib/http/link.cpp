#include "lib/http/link.hpp"

#include "lib/base/error.hpp"
#include "lib/base/trim.hpp"

namespace locker::http {
namespace {

[[noreturn]] void broken() { throw Error(ErrorKind::malformed, "the header Link cannot be read"); }

/// Removes and returns the text before the next unquoted `at`, and removes `at` itself.
std::string_view take_until(std::string_view& text, char at) {
  bool quoted = false;
  std::size_t end = 0;
  for (; end < text.size() && (quoted || text[end] != at); ++end) {
    if (text[end] == '"') quoted = !quoted;
    if (text[end] == '\\' && quoted) ++end;
  }
  if (quoted || end > text.size()) broken();
  const auto taken = text.substr(0, end);
  text.remove_prefix(end < text.size() ? end + 1 : end);
  return taken;
}

/// Returns the relations of a link, separated by blanks: `rel="next last"` names two.
std::string_view relations_in(std::string_view parameters) {
  while (!parameters.empty()) {
    const std::string_view parameter = take_until(parameters, ';');
    const auto equals = parameter.find('=');
    if (equals == std::string_view::npos || !same_name(trimmed(parameter.substr(0, equals)), "rel")) continue;
    std::string_view value = trimmed(parameter.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
      value = value.substr(1, value.size() - 2);
    return value;
  }
  broken();  // a link without a relation says nothing
}

bool names(std::string_view relations, std::string_view relation) {
  while (!relations.empty())
    if (same_name(take_until(relations, ' '), relation)) return true;
  return false;
}

std::optional<std::string> target_in(std::string_view links, std::string_view relation) {
  constexpr std::string_view kBetween = " \t,";
  for (links = trimmed(links, kBetween); !links.empty(); links = trimmed(links, kBetween)) {
    const auto close = links.find('>');
    if (links.front() != '<' || close == std::string_view::npos) broken();
    const auto target = links.substr(1, close - 1);
    links.remove_prefix(close + 1);
    if (names(relations_in(take_until(links, ',')), relation)) return std::string(target);
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
