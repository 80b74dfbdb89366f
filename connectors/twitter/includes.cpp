#include "connectors/twitter/includes.hpp"

#include <string>

#include "lib/base/error.hpp"

namespace locker::connectors::twitter {
namespace {

std::string joined(std::initializer_list<std::string_view> path) {
  std::string name;
  for (const auto key : path) name.append(name.empty() ? "" : ".").append(key);
  return name;
}

std::map<std::string_view, Element, std::less<>> by(const std::vector<Element>& elements,
                                                    std::string_view field) {
  std::map<std::string_view, Element, std::less<>> index;
  for (const auto& element : elements) index.emplace(element.value[field].text(), element);
  return index;
}

void append(std::vector<Element>& to, std::vector<Element> more) {
  to.insert(to.end(), more.begin(), more.end());
}

}  // namespace

std::vector<Element> elements_at(const json::Page& page, std::initializer_list<std::string_view> path,
                                 std::string_view id_field) {
  json::Value here = page.root();
  for (const auto key : path) here = here[key];
  if (!here.exists() || here.is_null()) return {};
  if (!here.is_array() && !here.is_object())
    throw Error(ErrorKind::malformed, joined(path) + " is neither an array nor an object");
  const auto values = here.is_array() ? here.items() : std::vector{here};
  const auto raws = page.raw(path);
  std::vector<Element> elements;
  elements.reserve(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i][id_field].text().empty())
      throw Error(ErrorKind::malformed, "element " + std::to_string(i + 1) + " of " + joined(path) +
                                            " has no " + std::string(id_field));
    elements.push_back({values[i], raws.at(i)});
  }
  return elements;
}

Includes includes_of(const json::Page& page) {
  Includes includes;
  includes.posts = elements_at(page, {"includes", "tweets"});
  append(includes.posts, elements_at(page, {"includes", "posts"}));
  includes.users = elements_at(page, {"includes", "users"});
  includes.post_by_id = by(includes.posts, "id");
  includes.user_by_id = by(includes.users, "id");
  includes.media = by(elements_at(page, {"includes", "media"}, "media_key"), "media_key");
  includes.polls = by(elements_at(page, {"includes", "polls"}), "id");
  includes.places = by(elements_at(page, {"includes", "places"}), "id");
  return includes;
}

}  // namespace locker::connectors::twitter
