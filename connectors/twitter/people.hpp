#pragma once

#include "connectors/twitter/includes.hpp"
#include "lib/store/write/observation.hpp"

namespace locker::connectors::twitter {

/// `type`: contact/twitter, or profile/twitter for the user.
[[nodiscard]] store::Observation observe_user(const Element& user, std::string_view type,
                                              std::string_view shape);
[[nodiscard]] store::Observation observe_list(const Element& list);
[[nodiscard]] store::Observation observe_folder(const Element& folder);
[[nodiscard]] store::Observation observe_message(const Element& event, const Includes& includes);

}  // namespace locker::connectors::twitter
