#pragma once

#include <string>
#include <string_view>

#include "lib/sync/connector.hpp"

namespace locker::connectors::github {

/// Suffixes of the parts of `comments` that hold what is said to lines of pull requests, and to commits.
inline constexpr char kReviewComments[] = ":review";
inline constexpr char kCommitComments[] = ":commit";

/// A request of the version of the API that this connector reads.
[[nodiscard]] http::Request get(std::string url);

/// `octocat/hello-world` as a path, each segment encoded.
[[nodiscard]] std::string path_of(std::string_view name);

/// The first page of a stream or a part, or the page that the one before led to.
[[nodiscard]] http::Request page_request(const sync::PageQuery& query);

}  // namespace locker::connectors::github
