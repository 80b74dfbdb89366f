#include "lib/rows/field.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>

#include "lib/foreign/reach.hpp"
#include "lib/store/fields.hpp"

namespace locker::rows {
namespace {

using Aliases = std::vector<std::pair<std::string, std::string>>;

/// Finds a field by its name or its alias, whichever the service used.
std::optional<std::string_view> member(std::string_view object, std::string_view name,
                                       const Aliases& aliases) {
  const auto fields = store::top_level_fields(object);
  const auto called = [&](std::string_view key) -> std::optional<std::string_view> {
    const auto found = std::ranges::find(fields, key, &store::Field::key);
    return found == fields.end() ? std::nullopt : std::optional(found->value);
  };
  if (const auto value = called(name)) return value;
  for (const auto& [one, other] : aliases)
    if (name == one || name == other) return called(name == one ? other : one);
  return std::nullopt;
}

std::optional<std::string_view> element(std::string_view array, std::string_view number) {
  std::size_t at = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), at);
  if (error != std::errc() || end != number.data() + number.size()) return std::nullopt;
  const auto elements = store::array_elements(array);
  return at < elements.size() ? std::optional(elements[at]) : std::nullopt;
}

Cell text_cell(std::string_view spelled) {
  auto text = nlohmann::json::parse(spelled, nullptr, false);
  if (text.is_discarded()) {
    std::string copy(spelled);
    foreign::replace_lone_surrogates(copy);
    text = nlohmann::json::parse(copy, nullptr, false);
  }
  return text.is_string() ? Cell(text.get<std::string>()) : Cell();
}

}  // namespace

Cell json_field(std::string_view object, std::string_view path, const connector::Type* type) {
  static const Aliases kNone;
  const Aliases& aliases = type ? type->aliases : kNone;
  while (!path.empty()) {
    const auto dot = path.find('.');
    const auto step = path.substr(0, dot);
    const auto found = object.starts_with('[') ? element(object, step) : member(object, step, aliases);
    if (!found) return {};
    object = *found;
    path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  }
  if (object == "null") return {};
  if (!object.starts_with('"')) return RawJson{store::in_one_line(object)};
  return text_cell(object);
}

}  // namespace locker::rows
