#pragma once

#include "connectors/github/elements.hpp"
#include "lib/sync/connector.hpp"

namespace locker::connectors::github {

[[nodiscard]] store::Observation observe_commit(const Element& commit);
[[nodiscard]] store::Observation observe_release(const Element& release);
/// `shape`: `gist` for the full form, requested by id; `listed` for an element of a list, without file
/// contents.
[[nodiscard]] store::Observation observe_gist(const Element& gist, std::string_view shape);

/// Returns the follow-up that requests a listed gist with its file contents, unless the stored one is
/// current.
[[nodiscard]] sync::Follow gist_itself(const Element& gist, const sync::ServiceAddress& service);
/// Returns the follow-ups that request files too long for the gist's own response.
[[nodiscard]] std::vector<sync::Follow> long_files_of(const Element& gist);
/// Adds a file's content to its gist in `content`, as a part.
void add_file(const sync::Follow& follow, std::string_view body, sync::PageContent& content);

}  // namespace locker::connectors::github
