#pragma once

#include <string>
#include <string_view>

#include "lib/sync/connector.hpp"

namespace locker::connectors::github {

/// Suffixes of the parts of `comments` with comments on lines of pull requests, and on commits.
inline constexpr char kReviewComments[] = ":review";
inline constexpr char kCommitComments[] = ":commit";

/// True for a page of a part, which lies in one repository, rather than of a list over all repositories.
[[nodiscard]] inline bool is_of_a_repository(const sync::PageQuery& query) { return !query.subject.empty(); }

/// Returns a request for the API version that this connector reads.
[[nodiscard]] http::Request get(std::string url);

/// Returns `octocat/hello-world` as a path, with each segment encoded.
[[nodiscard]] std::string path_of(std::string_view name);

/// Requests the first page of a stream or a part, or the page that the previous one links to.
[[nodiscard]] http::Request page_request(const sync::PageQuery& query);

}  // namespace locker::connectors::github
