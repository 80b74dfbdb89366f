#pragma once

#include <optional>

#include "connectors/twitter/includes.hpp"
#include "lib/json/outline.hpp"
#include "lib/store/write/observation.hpp"

namespace locker::connectors::twitter {

/// A post as a record: its key is the first id of its edit chain, and all ids of the chain are aliases.
[[nodiscard]] store::Observation observe_post(const Element& post, std::string_view shape,
                                              const Includes& includes);

/// Returns an observation of an unparsed post whose key can be found without parsing, if no included object
/// adds to its record; absent: the post must be parsed.
[[nodiscard]] std::optional<store::Observation> observe_unparsed(const json::Outline& post);

/// Returns which post the raw bytes of a repost refer to, and the text that they contain; absent if it is not
/// a repost.
[[nodiscard]] std::optional<store::Repeated> repeated_in(std::string_view raw);

/// A post of which only the id is known.
[[nodiscard]] store::Observation observe_reference(const Element& post);

}  // namespace locker::connectors::twitter
