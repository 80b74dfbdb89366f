#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "lib/json/element.hpp"
#include "lib/store/write/observation.hpp"

namespace locker::connectors::github {

using json::Element;

/// Returns the objects of a response that is an array, or the single object that it is. Throws
/// Error{malformed} for any other response, and if an element is no object.
[[nodiscard]] std::vector<Element> elements_of(const json::Page& page);

/// Returns the id of an object as text, whether spelled as a number or as a string. Throws Error{malformed}
/// if there is none.
[[nodiscard]] std::string id_of(json::Value object, std::string_view field = "id");
/// The same, but empty if there is none: `user` is null after its account was deleted.
[[nodiscard]] std::string id_or_nothing(json::Value object);

/// Sets the author and the author's current name; does nothing if `person` is null.
void set_author(store::Observation& seen, json::Value person);

[[nodiscard]] std::string_view without_scheme(std::string_view address);

/// Returns an observation with what all have in common: type, shape, key, bytes, and the URL of its page.
[[nodiscard]] store::Observation plain(const Element& element, std::string_view type, std::string_view shape);

/// Returns `octocat/hello-world` of an address such as `https://api.github.com/repos/octocat/hello-world/…`;
/// empty if `address` is none of a repository.
[[nodiscard]] std::string repository_in(std::string_view address);

}  // namespace locker::connectors::github
