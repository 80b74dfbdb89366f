#include "lib/rows/page_address.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "lib/rows/field.hpp"

namespace locker::rows {
namespace {

/// Returns the text for the placeholder `a.b` or `a.b:/pulls/`; absent if the record has no such text.
std::optional<std::string> filled(std::string_view json, std::string_view hole, const connector::Type& type) {
  const auto colon = std::min(hole.find(':'), hole.size());
  const Cell cell = json_field(json, hole.substr(0, colon), &type);
  const auto* text = std::get_if<std::string>(&cell);
  if (!text || text->empty()) return std::nullopt;
  if (colon == hole.size()) return *text;
  const std::string_view before = hole.substr(colon + 1);
  const auto at = text->find(before);
  return at == std::string::npos ? std::nullopt : std::optional(text->substr(at + before.size()));
}

std::optional<std::string> address_from(std::string_view pattern, std::string_view json,
                                        const connector::Type& type) {
  std::string address;
  while (!pattern.empty()) {
    const auto open = std::min(pattern.find('{'), pattern.size());
    address += pattern.substr(0, open);
    pattern.remove_prefix(open);
    if (pattern.empty()) break;
    const auto close = std::min(pattern.find('}'), pattern.size() - 1);
    const auto part = filled(json, pattern.substr(1, close - 1), type);
    if (!part) return std::nullopt;
    address += *part;
    pattern.remove_prefix(close + 1);
  }
  return address;
}

}  // namespace

Cell page_address(std::string_view json, const connector::Type& type) {
  std::string_view patterns = type.address_field;
  if (patterns.find('{') == std::string_view::npos) return json_field(json, patterns, &type);
  while (!patterns.empty()) {
    const auto end = std::min(patterns.find(' '), patterns.size());
    if (auto address = address_from(patterns.substr(0, end), json, type)) return Cell(std::move(*address));
    patterns.remove_prefix(std::min(end + 1, patterns.size()));
  }
  return {};
}

}  // namespace locker::rows
