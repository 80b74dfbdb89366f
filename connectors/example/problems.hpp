#pragma once

#include "lib/sync/connector.hpp"

namespace locker::connectors::example {

/// What an answer that is not 2xx means.
[[nodiscard]] sync::Verdict judge(const sync::PageQuery& query, const http::Response& response);

}  // namespace locker::connectors::example
