#pragma once

#include "connectors/github/elements.hpp"
#include "lib/sync/connector.hpp"

namespace locker::connectors::github {

[[nodiscard]] store::Observation observe_commit(const Element& commit);
[[nodiscard]] store::Observation observe_release(const Element& release);
/// `shape`: `gist` of the whole form, as asked for by itself; `listed` of a list, which leaves out what is in
/// the files.
[[nodiscard]] store::Observation observe_gist(const Element& gist, std::string_view shape);

/// The follow-up that asks for a gist of a list with what is in its files, unless it is stored as it is.
[[nodiscard]] sync::Follow gist_itself(const Element& gist, const sync::ServiceAddress& service);
/// The follow-ups that ask for files too long for the gist's own answer.
[[nodiscard]] std::vector<sync::Follow> long_files_of(const Element& gist);
/// Makes a file's answer a part of its gist in `content`.
void add_file(const sync::Follow& follow, std::string_view body, sync::PageContent& content);

}  // namespace locker::connectors::github
