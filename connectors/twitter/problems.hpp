#pragma once

#include <vector>

#include "lib/json/page.hpp"
#include "lib/sync/connector.hpp"

namespace locker::connectors::twitter {

/// One of the `errors` beside data: what the service would not show, and why.
struct Partial {
  store::Notice notice;
  std::string parameter;  ///< which part of the request it is about
  std::string detail;
  [[nodiscard]] bool not_found() const { return notice.problem == "resource-not-found"; }
};

[[nodiscard]] std::vector<Partial> partial_errors(const json::Page& page);

/// What an answer that is not 2xx means, by status and problem type.
[[nodiscard]] sync::Verdict judge(const sync::PageQuery& query, const http::Response& response);

}  // namespace locker::connectors::twitter
