#pragma once

#include "connectors/github/elements.hpp"

namespace locker::connectors::github {

/// Oneself (`/user`).
[[nodiscard]] store::Observation observe_profile(const Element& user);
/// Someone who follows or is followed.
[[nodiscard]] store::Observation observe_contact(const Element& user);
[[nodiscard]] store::Observation observe_organization(const Element& organization);

}  // namespace locker::connectors::github
