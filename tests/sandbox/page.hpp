#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sandbox/endpoints.hpp"
#include "sandbox/faults.hpp"
#include "sandbox/query_check.hpp"
#include "sandbox/world.hpp"

namespace sandbox {

struct PageRules {
  std::string place;            // the request's path, for which alone its tokens are valid
  std::uint32_t bug_after = 1;  // the page of 100 bookmarks after which the token is dropped
  std::optional<FaultKind> fault;
  std::size_t most = 0;  // Settings::max_page_size
};

struct Page {
  std::vector<Id> ids;
  std::string next_token, previous_token;
};

// Returns the stream that an endpoint reads for this path.
std::string stream_of(const Route& route);
// Throws Refused for a token of another path.
Page page_of(const World& world, const Route& route, const Query& query, const PageRules& rules);

}  // namespace sandbox
