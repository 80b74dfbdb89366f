#pragma once

#include "lib/sync/connector.hpp"

namespace locker::connectors::github {

/// Interprets a response other than 2xx by its status, its headers and GitHub's message.
[[nodiscard]] sync::Verdict judge(const sync::PageQuery& query, const http::Response& response);

}  // namespace locker::connectors::github
