#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace locker::serve {

/// Objects keep their keys in the order in which they were written.
using Object = nlohmann::ordered_json;

/// A member's text; empty where there is none, whatever `object` is.
[[nodiscard]] inline std::string text_of(const Object& object, const char* key) {
  if (!object.is_object()) return {};
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace locker::serve
