#pragma once

#include "connectors/github/elements.hpp"

namespace locker::connectors::github {

/// The user (`/user`).
[[nodiscard]] store::Observation observe_profile(const Element& user);
/// A follower, or someone whom the user follows.
[[nodiscard]] store::Observation observe_contact(const Element& user);
[[nodiscard]] store::Observation observe_organization(const Element& organization);

}  // namespace locker::connectors::github
