#pragma once

#include "lib/json/page.hpp"
#include "lib/sync/connector.hpp"

namespace locker::connectors::example {

/// An object of a response with its exact bytes.
struct Element {
  json::Value value;
  std::string_view raw;
};

/// Both throw Error{malformed} if the object has no id.
[[nodiscard]] store::Observation observe_profile(const Element& person);
[[nodiscard]] store::Observation observe_note(const Element& note);

}  // namespace locker::connectors::example
