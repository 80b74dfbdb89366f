#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

namespace locker::serve {

/// A JSON object that preserves the order of its keys.
using Object = nlohmann::ordered_json;

/// Returns the string value of a member; empty if there is none, or if `object` is no object.
[[nodiscard]] inline std::string text_of(const Object& object, const char* key) {
  if (!object.is_object()) return {};
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// Returns the integer value of a member; 0 if there is none, or if `object` is no object.
[[nodiscard]] inline std::int64_t number_of(const Object& object, const char* key) {
  if (!object.is_object()) return 0;
  const auto found = object.find(key);
  return found != object.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

/// Returns the value on one line; bytes that are not UTF-8 are replaced.
[[nodiscard]] inline std::string dumped(const Object& value) {
  return value.dump(-1, ' ', false, Object::error_handler_t::replace);
}

}  // namespace locker::serve
