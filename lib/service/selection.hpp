#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/time.hpp"
#include "lib/http/server/exchange.hpp"
#include "lib/store/query.hpp"

namespace locker::service {

/// Which rows of a data endpoint are wanted, and what of each: its parameters `limit`, `offset`,
/// `since`, `until`, `fields`, and `stream` (2012's) or `Accept: application/x-ndjson` for lines.
struct Selection {
  store::QueryFilter filter;
  std::optional<std::int64_t> limit;
  std::int64_t offset = 0;
  std::vector<std::string> fields;  ///< empty: not said
  bool lines = false;
};

/// Throws Error{usage} for a value that is none; for a parameter that is not known, with a suggestion.
[[nodiscard]] Selection read_selection(const http::Exchange& exchange, Instant now);

}  // namespace locker::service
