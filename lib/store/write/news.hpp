#pragma once

#include "lib/store/write/record_rows.hpp"

namespace locker::store {

/// An observation that made a version of a record.
struct Addition {
  const ResolvedObservation& seen;
  bool of_known_shape = false;  ///< a form of its shape was there already
  Instant observed;
};

/// Whether the record as it is shown changed by that (forms, "Shapes"). What another endpoint merely tells
/// beside is learnt, not changed; and so is what an export adds to the service's own, and the service to an
/// export's, unless a person reads another text or name now. An export that is older than what was shown
/// changes nothing, nor does what is told of an earlier edit, or by the same export elsewhere.
[[nodiscard]] bool is_update(const Known& before, const Known& after, const Addition& added);

}  // namespace locker::store
