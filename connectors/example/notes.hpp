#pragma once

#include "lib/json/element.hpp"
#include "lib/sync/connector.hpp"

namespace locker::connectors::example {

using json::Element;

/// Both throw Error{malformed} if the object has no id.
[[nodiscard]] store::Observation observe_profile(const Element& person);
[[nodiscard]] store::Observation observe_note(const Element& note);

}  // namespace locker::connectors::example
