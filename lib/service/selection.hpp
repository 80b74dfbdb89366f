#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/time.hpp"
#include "lib/http/server/exchange.hpp"
#include "lib/store/query.hpp"

namespace locker::service {

/// The rows and fields requested from a data endpoint: the parameters `limit`, `offset`, `since`, `until`,
/// `fields`, and for lines `stream` (as in 2012) or `Accept: application/x-ndjson`.
struct Selection {
  store::QueryFilter filter;
  std::optional<std::int64_t> limit;
  std::int64_t offset = 0;
  std::vector<std::string> fields;  ///< empty: not given
  bool lines = false;
};

/// Throws Error{usage} naming a parameter with an invalid value or, with a suggestion, an unknown parameter.
[[nodiscard]] Selection read_selection(const http::Exchange& exchange, Instant now);

/// For endpoints that accept no selection: reads only whether lines are requested. Throws like
/// read_selection().
[[nodiscard]] bool wants_lines(const http::Exchange& exchange);

/// Throws like read_selection() for any parameter.
void refuse_parameters(const http::Exchange& exchange);

}  // namespace locker::service
