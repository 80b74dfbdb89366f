#pragma once

#include "connectors/github/elements.hpp"
#include "lib/sync/connector.hpp"

namespace locker::connectors::github {

/// A repository in the form of one of the lists: `owned`, `starred`, `watched`.
[[nodiscard]] store::Observation observe_repository(const Element& repository, std::string_view shape);

/// The follow-up that asks for a repository's languages, which change with a push only.
[[nodiscard]] sync::Follow languages_of(const Element& repository, const sync::ServiceAddress& service);
/// Makes the answer a part of the repository in `content`.
void add_languages(const sync::Follow& follow, const json::Page& page, sync::PageContent& content);

/// The parts of a stream that a stored repository stands for: only one's own have any, and some tell by
/// themselves that there is nothing to read or nothing new.
[[nodiscard]] std::vector<sync::PartFacts> parts_of_repository(const connector::Stream& stream,
                                                               const sync::ServiceAddress& service,
                                                               std::string_view record);

}  // namespace locker::connectors::github
