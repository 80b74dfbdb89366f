#include "connectors/twitter/includes.hpp"

#include <string>

#include "lib/base/error.hpp"
#include "lib/base/join.hpp"

namespace locker::connectors::twitter {
namespace {

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
  auto elements = json::values_at(page, path);
  for (std::size_t i = 0; i < elements.size(); ++i)
    if (elements[i].value[id_field].text().empty())
      throw Error(ErrorKind::malformed, "element " + std::to_string(i + 1) + " of " + joined(path, ".") +
                                            " has no " + std::string(id_field));
  return elements;
}

std::vector<Element> list_at(const json::Page& page, std::initializer_list<std::string_view> path,
                             std::string_view id_field) {
  json::Value here = page.root();
  for (const auto key : path) here = here[key];
  if (here.exists() && !here.is_null() && !here.is_array())
    throw Error(ErrorKind::malformed, joined(path, ".") + " is no list");
  return elements_at(page, path, id_field);
}

Includes includes_of(const json::Page& page) {
  const json::Value told = page.root()["includes"];
  if (told.exists() && !told.is_null() && !told.is_object())
    throw Error(ErrorKind::malformed, "includes is no object");
  Includes includes;
  includes.posts = list_at(page, {"includes", "tweets"});
  append(includes.posts, list_at(page, {"includes", "posts"}));
  includes.users = list_at(page, {"includes", "users"});
  includes.post_by_id = by(includes.posts, "id");
  includes.user_by_id = by(includes.users, "id");
  includes.media = by(list_at(page, {"includes", "media"}, "media_key"), "media_key");
  includes.polls = by(list_at(page, {"includes", "polls"}), "id");
  includes.places = by(list_at(page, {"includes", "places"}), "id");
  return includes;
}

}  // namespace locker::connectors::twitter
