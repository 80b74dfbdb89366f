#pragma once

#include "lib/sync/connector.hpp"

/// Whether an issue, a pull request or a comment was deleted. GitHub says so in one way only that cannot mean
/// anything else: 410 Gone for an issue. A 404 may as well mean that the token may not look, and a name may
/// have passed on to another repository. So
///
/// - an issue or a pull request is gone where GitHub answers 410 for it, and its repository is still the one
///   that it was in and has issues (where they are switched off, all of them are answered 410);
/// - a comment is gone where GitHub answers 404 for it, and right after that still shows the same token the
///   issue, pull request or commit that it was made on, at its old place, and its repository, which is still
///   the one that it was in.
///
/// Of all else, releases, gists and repositories among it, GitHub proves no deletion.
namespace locker::connectors::github {

[[nodiscard]] std::vector<http::Request> presence_requests(const sync::PresenceQuery& query);
[[nodiscard]] sync::Presence read_presence(const sync::PresenceQuery& query, std::size_t number,
                                           const http::Response& response);

}  // namespace locker::connectors::github
