#pragma once

#include "connectors/github/elements.hpp"
#include "lib/sync/connector.hpp"

namespace locker::connectors::github {

/// A repository in the shape of one of the lists: `owned`, `starred`, `watched`.
[[nodiscard]] store::Observation observe_repository(const Element& repository, std::string_view shape);

/// Returns the follow-up that requests a repository's languages, which change only with a push.
[[nodiscard]] sync::Follow languages_of(const Element& repository, const sync::ServiceAddress& service);
/// Adds the languages to the repository in `content`, as a part.
void add_languages(const sync::Follow& follow, const json::Page& page, sync::PageContent& content);

/// Returns the parts of a stream for a stored repository; none for a repository of somebody else, except of
/// commits where the user may push, or if the record shows that there is nothing to read.
[[nodiscard]] std::vector<sync::PartFacts> parts_of_repository(const connector::Stream& stream,
                                                               const sync::ServiceAddress& service,
                                                               std::string_view record);

}  // namespace locker::connectors::github
