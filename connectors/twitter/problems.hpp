#pragma once

#include <vector>

#include "lib/json/page.hpp"
#include "lib/sync/connector.hpp"

namespace locker::connectors::twitter {

/// A partial error: what the service did not return, and why.
struct Partial {
  store::Notice notice;
  std::string parameter;  ///< the part of the request that it refers to
  std::string detail;
  [[nodiscard]] bool not_found() const { return notice.problem == "resource-not-found"; }
};

[[nodiscard]] std::vector<Partial> partial_errors(const json::Page& page);

/// Interprets a response other than 2xx by its status and problem type.
[[nodiscard]] sync::Verdict judge(const sync::PageQuery& query, const http::Response& response);

}  // namespace locker::connectors::twitter
