#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "lib/json/page.hpp"
#include "lib/store/write/observation.hpp"

namespace locker::connectors::github {

/// An object of an answer with its exact bytes.
struct Element {
  json::Value value;
  std::string_view raw;
};

/// The objects of an answer that is an array, or the one object that it is. Throws Error{malformed} for
/// any other answer, and where an element is no object.
[[nodiscard]] std::vector<Element> elements_of(const json::Page& page);

/// The id of an object as text, whether it is spelled as a number or as a string. Throws Error{malformed}
/// where there is none.
[[nodiscard]] std::string id_of(json::Value object, std::string_view field = "id");
/// The same, empty where there is none: `user` is null where an account was deleted.
[[nodiscard]] std::string id_or_nothing(json::Value object);

/// Says who made it, and what `person` is called now; nothing where it is null.
void set_author(store::Observation& seen, json::Value person);

[[nodiscard]] std::string_view without_scheme(std::string_view address);

/// What all observations have: type, shape, key, bytes, and the web address that finds it.
[[nodiscard]] store::Observation plain(const Element& element, std::string_view type, std::string_view shape);

/// `octocat/hello-world` of `https://api.github.com/repos/octocat/hello-world`, below which `address` may
/// lead further; empty where it is none.
[[nodiscard]] std::string repository_in(std::string_view address);

}  // namespace locker::connectors::github
