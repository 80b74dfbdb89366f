#include "cli/output/field.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "lib/store/fields.hpp"

namespace locker::cli {

Cell json_field(std::string_view object, std::string_view path) {
  while (!path.empty()) {
    const auto dot = path.find('.');
    const auto fields = store::top_level_fields(object);
    const auto found = std::ranges::find(fields, path.substr(0, dot), &store::Field::key);
    if (found == fields.end()) return {};
    object = found->value;
    path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  }
  if (object == "null") return {};
  if (object.starts_with('"')) return nlohmann::json::parse(object).get<std::string>();
  return RawJson{std::string(object)};
}

}  // namespace locker::cli
