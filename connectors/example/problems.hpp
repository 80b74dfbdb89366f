#pragma once

#include "lib/sync/connector.hpp"

namespace locker::connectors::example {

/// Interprets a response other than 2xx.
[[nodiscard]] sync::Verdict judge(const sync::PageQuery& query, const http::Response& response);

}  // namespace locker::connectors::example
