#pragma once

#include "connectors/github/elements.hpp"

namespace locker::connectors::github {

/// A comment on an issue or pull request (shape `issue`), on lines of a pull request (`review`), or on a
/// commit
/// (`commit`).
[[nodiscard]] store::Observation observe_comment(const Element& comment);
[[nodiscard]] store::Observation observe_review(const Element& review);

}  // namespace locker::connectors::github
