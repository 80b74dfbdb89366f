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

/// Throws Error{usage} naming a parameter whose value is none; for one that is not known, with a suggestion.
[[nodiscard]] Selection read_selection(const http::Exchange& exchange, Instant now);

/// Of what is given whole or not at all: only whether it is lines can be chosen. Throws as above.
[[nodiscard]] bool wants_lines(const http::Exchange& exchange);

/// Throws as above for any parameter.
void refuse_parameters(const http::Exchange& exchange);

}  // namespace locker::service
