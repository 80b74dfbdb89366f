#include "cli/output/field.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>

#include "lib/store/fields.hpp"

namespace locker::cli {
namespace {

std::optional<std::string_view> member(std::string_view object, std::string_view name) {
  const auto fields = store::top_level_fields(object);
  const auto found = std::ranges::find(fields, name, &store::Field::key);
  return found == fields.end() ? std::nullopt : std::optional(found->value);
}

std::optional<std::string_view> element(std::string_view array, std::string_view number) {
  std::size_t at = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), at);
  if (error != std::errc() || end != number.data() + number.size()) return std::nullopt;
  const auto elements = store::array_elements(array);
  return at < elements.size() ? std::optional(elements[at]) : std::nullopt;
}

}  // namespace

RawJson in_one_line(std::string_view json) {
  if (json.find_first_of("\r\n") == std::string_view::npos) return {std::string(json)};
  RawJson line;
  bool in_string = false;
  for (std::size_t at = 0; at < json.size(); ++at) {
    const char c = json[at];
    if (!in_string && (c == ' ' || c == '\t' || c == '\r' || c == '\n')) continue;
    line.text += c;
    if (in_string && c == '\\' && at + 1 < json.size())
      line.text += json[++at];
    else if (c == '"')
      in_string = !in_string;
  }
  return line;
}

Cell json_field(std::string_view object, std::string_view path) {
  while (!path.empty()) {
    const auto dot = path.find('.');
    const auto step = path.substr(0, dot);
    const auto found = object.starts_with('[') ? element(object, step) : member(object, step);
    if (!found) return {};
    object = *found;
    path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  }
  if (object == "null") return {};
  if (!object.starts_with('"')) return in_one_line(object);
  auto text = nlohmann::json::parse(object, nullptr, false);
  return text.is_string() ? Cell(text.get<std::string>()) : Cell();
}

}  // namespace locker::cli
