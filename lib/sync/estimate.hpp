#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/sync/plan.hpp"
#include "lib/sync/selection.hpp"

namespace locker::sync {

/// What the next walk of one stream would take, estimated from the stored data alone.
struct Estimate {
  enum class Certainty {
    exact,    ///< exactly this many
    about,    ///< the last known number, and what came since
    at_most,  ///< the service's own limit
    unknown,  ///< no stored data to estimate from
  };
  store::StreamName stream;
  Certainty certainty = Certainty::unknown;
  std::int64_t calls = 1;      ///< unknown: at least this many
  std::int64_t resources = 0;  ///< unknown: at least this many
  std::int64_t cost = 0;       ///< millionths of a dollar
  /// The same if the service charges for included objects too, which is undocumented.
  std::int64_t cost_with_included = 0;
  bool full = false;  ///< a walk to the end, not only to known elements
};

/// About the greatest number of included objects per element that might be charged: what it refers to, and
/// its author.
inline constexpr std::int64_t kIncludedPerElement = 2;

/// Returns one estimate for each stream or part that a run of `selected` would walk now. Sends no request.
[[nodiscard]] std::vector<Estimate> estimate(const Connector& connector,
                                             const std::vector<Selected>& selected, store::Writer& writer,
                                             std::string_view account, const WalkOptions& options,
                                             Instant now);

}  // namespace locker::sync
