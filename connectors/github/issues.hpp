#pragma once

#include "connectors/github/elements.hpp"
#include "lib/sync/connector.hpp"

namespace locker::connectors::github {

/// True for an element of a list of issues that is a pull request.
[[nodiscard]] bool is_pull_request(json::Value element);

/// `shape`: `issue` for a repository's list, `listed` for a list over all repositories.
[[nodiscard]] store::Observation observe_issue(const Element& issue, std::string_view shape);
/// `shape`: `pull` for a repository's list of pull requests, `listed` for a list of issues. The former's `id`
/// is the id of the pull request, the latter's that of its issue, which may equal another pull request's id.
/// The alias `node_id` is the same in both.
[[nodiscard]] store::Observation observe_pull_request(const Element& pull, std::string_view shape);

/// True if an element of a list over all repositories belongs to one of the user's own repositories, whose
/// list has its full form.
[[nodiscard]] bool lies_in_own_repository(json::Value element, const sync::ServiceAddress& service);

/// Returns the part of the stream of reviews for a stored pull request; none for a repository of somebody
/// else.
[[nodiscard]] std::vector<sync::PartFacts> parts_of_pull_request(const sync::ServiceAddress& service,
                                                                 std::string_view record);

}  // namespace locker::connectors::github
