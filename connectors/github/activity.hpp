#pragma once

#include "connectors/github/elements.hpp"

namespace locker::connectors::github {

/// Something that happened: a push, a star, a comment.
[[nodiscard]] store::Observation observe_event(const Element& event);
[[nodiscard]] store::Observation observe_notification(const Element& thread);

}  // namespace locker::connectors::github
