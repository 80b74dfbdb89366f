#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/json/page.hpp"
#include "lib/sync/connector.hpp"

namespace locker::connectors::twitter {

/// A partial error: what the service did not return, and why.
struct Partial {
  store::Notice notice;
  std::string parameter;  ///< the part of the request that it refers to
  std::string detail;
  std::int64_t code = 0;  ///< in the older format
  [[nodiscard]] bool not_found() const { return notice.problem == "resource-not-found"; }
  [[nodiscard]] bool is_rate_limit() const { return code == 88; }
};

[[nodiscard]] std::vector<Partial> partial_errors(const json::Page& page);

/// Interprets a response other than 2xx by its status and problem type.
[[nodiscard]] sync::Verdict judge(const sync::PageQuery& query, const http::Response& response);

}  // namespace locker::connectors::twitter
