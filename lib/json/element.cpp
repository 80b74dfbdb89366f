#include "lib/json/element.hpp"

namespace locker::json {

std::vector<Element> values_at(const Page& page, std::initializer_list<std::string_view> path) {
  Value here = page.root();
  for (const auto key : path) here = here[key];
  if (!here.exists() || here.is_null()) return {};
  const auto values = here.is_array() ? here.items() : std::vector{here};
  const auto raws = page.raw(path);
  std::vector<Element> elements;
  elements.reserve(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) elements.push_back({values[i], raws.at(i)});
  return elements;
}

}  // namespace locker::json
