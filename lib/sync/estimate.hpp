#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/sync/plan.hpp"
#include "lib/sync/selection.hpp"

namespace locker::sync {

/// What one stream's next walk would take, from what is stored alone.
struct Estimate {
  enum class Certainty {
    exact,    ///< this many
    about,    ///< as many as there were at the last look, and what came since
    at_most,  ///< the service's own limit
    unknown,  ///< nothing stored tells
  };
  store::StreamName stream;
  Certainty certainty = Certainty::unknown;
  std::int64_t calls = 1;      ///< unknown: at least this many
  std::int64_t resources = 0;  ///< unknown: at least this many
  std::int64_t cost = 0;       ///< millionths of a dollar
  /// The same if the service charges objects beside the elements, which it does not say.
  std::int64_t cost_with_included = 0;
  bool full = false;  ///< a walk to the end, not only of what is new
};

/// Beside one element come at most about so many that could be charged: what it refers to, and its author.
inline constexpr std::int64_t kIncludedPerElement = 2;

/// One estimate a stream or part of what `selected` would walk now. Asks nobody.
[[nodiscard]] std::vector<Estimate> estimate(const Connector& connector,
                                             const std::vector<Selected>& selected, store::Writer& writer,
                                             std::string_view account, const WalkOptions& options,
                                             Instant now);

}  // namespace locker::sync
