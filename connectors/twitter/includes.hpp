#pragma once

#include <map>
#include <string_view>
#include <vector>

#include "lib/json/element.hpp"

namespace locker::connectors::twitter {

using json::Element;

/// The included objects of a page, by id or key.
struct Includes {
  std::vector<Element> posts, users;
  std::map<std::string_view, Element, std::less<>> post_by_id, user_by_id, media, polls, places;

  [[nodiscard]] std::size_t size() const { return posts.size() + users.size(); }
};

/// Returns the objects of the array, or the single object, at `path`. Throws Error{malformed} if one has no
/// `id_field`.
[[nodiscard]] std::vector<Element> elements_at(const json::Page& page,
                                               std::initializer_list<std::string_view> path,
                                               std::string_view id_field = "id");
/// The same for what must be an array, if it is there.
[[nodiscard]] std::vector<Element> list_at(const json::Page& page,
                                           std::initializer_list<std::string_view> path,
                                           std::string_view id_field = "id");
/// Throws Error{malformed} if `includes` or one of its lists is of another type.
[[nodiscard]] Includes includes_of(const json::Page& page);

}  // namespace locker::connectors::twitter
