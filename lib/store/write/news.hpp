#pragma once

#include "lib/store/write/record_rows.hpp"

namespace locker::store {

/// An observation that created a version of a record.
struct Addition {
  const ResolvedObservation& seen;
  bool of_known_shape = false;  ///< a form of its shape was already stored
  Instant observed;
};

/// Returns whether the record, as displayed, changed by that (forms, "Shapes"). Fields that another endpoint
/// merely adds are learned, not changed; so is what an export adds to the service's data and the service to
/// an export's, unless the displayed text or name changes. An export that is older than what was shown
/// changes nothing, nor does a report of an earlier edit, or a second report by the same export.
[[nodiscard]] bool is_update(const Known& before, const Known& after, const Addition& added);

}  // namespace locker::store
