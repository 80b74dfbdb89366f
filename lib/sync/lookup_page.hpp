#pragma once

#include <vector>

#include "lib/sync/walk.hpp"

namespace locker::sync {

/// Stores what one look-up told and charges it, in one transaction; `gone` are proven deleted. Counts it in
/// `report` and returns what it came to.
Totals commit_lookup(WalkContext& context, const LookupContent& content,
                     const std::vector<store::RecordName>& gone, std::int64_t run, std::int64_t requests,
                     StreamReport& report);

}  // namespace locker::sync
