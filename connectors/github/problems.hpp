#pragma once

#include "lib/sync/connector.hpp"

namespace locker::connectors::github {

/// What an answer that is not 2xx means, by status, headers and what GitHub says in words.
[[nodiscard]] sync::Verdict judge(const sync::PageQuery& query, const http::Response& response);

}  // namespace locker::connectors::github
