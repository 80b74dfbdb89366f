#include "lib/json/element.hpp"

#include <string>

#include "lib/base/error.hpp"
#include "lib/base/join.hpp"

namespace locker::json {

std::vector<Element> values_at(const Page& page, std::initializer_list<std::string_view> path) {
  Value here = page.root();
  for (const auto key : path) here = here[key];
  if (!here.exists() || here.is_null()) return {};
  if (!here.is_array() && !here.is_object())
    throw Error(ErrorKind::malformed,
                (path.size() == 0 ? "the answer" : joined(path, ".")) + " is neither a list nor an object");
  const auto values = here.is_array() ? here.items() : std::vector{here};
  const auto raws = page.raw(path);
  std::vector<Element> elements;
  elements.reserve(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) elements.push_back({values[i], raws.at(i)});
  return elements;
}

std::string_view optional_text(Value object, std::string_view name) {
  const Value member = object[name];
  if (!member.exists() || member.is_null()) return {};
  if (const auto text = member.string()) return *text;
  throw Error(ErrorKind::malformed, std::string(name) + " is no text");
}

}  // namespace locker::json
