#pragma once

#include <optional>

#include "connectors/twitter/includes.hpp"
#include "lib/json/outline.hpp"
#include "lib/store/write/observation.hpp"

namespace locker::connectors::twitter {

/// A post as a record: keyed by the first id of its edit chain, found by all of them.
[[nodiscard]] store::Observation observe_post(const Element& post, std::string_view shape,
                                              const Includes& includes);

/// A post that was not read so far, if nothing that came beside it adds to what is stored of it, and its key
/// is plain to see; absent: it has to be read.
[[nodiscard]] std::optional<store::Observation> observe_unread(const json::Outline& post);

/// A post of which only the id was told.
[[nodiscard]] store::Observation observe_reference(const Element& post);

}  // namespace locker::connectors::twitter
