#pragma once

#include "connectors/github/elements.hpp"
#include "lib/sync/connector.hpp"

namespace locker::connectors::github {

/// True for an element of a list of issues that is a pull request.
[[nodiscard]] bool is_pull_request(json::Value element);

/// `shape`: `issue` of a repository's list, `listed` of a list over all repositories.
[[nodiscard]] store::Observation observe_issue(const Element& issue, std::string_view shape);
/// `shape`: `pull` of a repository's list of pull requests, `listed` of a list of issues. In the one `id` is
/// its id as a pull request, in the other as an issue, which may be that of another pull request: `node_id`,
/// the same in both, is the alias that tells.
[[nodiscard]] store::Observation observe_pull_request(const Element& pull, std::string_view shape);

/// True if an element of a list over all repositories lies in one of the person's own, whose own list
/// tells it more fully.
[[nodiscard]] bool lies_in_own_repository(json::Value element, const sync::ServiceAddress& service);

/// The part of the stream of reviews that a stored pull request stands for: only those to repositories
/// of one's own have one.
[[nodiscard]] std::vector<sync::PartFacts> parts_of_pull_request(const sync::ServiceAddress& service,
                                                                 std::string_view record);

}  // namespace locker::connectors::github
