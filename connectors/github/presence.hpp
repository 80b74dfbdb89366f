#pragma once

#include "lib/sync/connector.hpp"

/// Whether an issue, a pull request or a comment was deleted. GitHub has only one unambiguous answer: 410
/// Gone for an issue. A 404 may also mean that the token has no access, and a repository's name may belong to
/// another one by now. Therefore
///
/// - an issue or a pull request is gone if GitHub answers 410 for it, and its repository is still the same
/// one and
///   has issues (if they are disabled, all of them are answered with 410);
/// - a comment is gone if GitHub answers 404 for it, and right afterwards still shows to the same token the
/// issue,
///   pull request or commit that it belongs to, at its old place, and the repository, still the same one.
///
/// For everything else, including releases, gists and repositories, GitHub proves no deletion.
namespace locker::connectors::github {

[[nodiscard]] std::vector<http::Request> presence_requests(const sync::PresenceQuery& query);
[[nodiscard]] sync::Presence read_presence(const sync::PresenceQuery& query, std::size_t number,
                                           const http::Response& response);

}  // namespace locker::connectors::github
