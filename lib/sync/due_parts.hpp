#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "lib/sync/walk.hpp"

namespace locker::sync {

/// True if this run walks the part: one that is expensive to check waits for news or for its interval.
[[nodiscard]] bool is_due(store::Writer& writer, const std::string& account, const connector::Stream& stream,
                          const Part& part, const WalkOptions& options, Instant now);

/// Returns the number of elements that a walk of the stream will meet, from the counts in the profile; absent
/// if the profile has none, or if the walk reads only what is new.
[[nodiscard]] std::optional<std::int64_t> expected_elements(store::Writer& writer, const std::string& account,
                                                            const connector::Stream& stream,
                                                            const store::StreamName& name,
                                                            const WalkOptions& options);

}  // namespace locker::sync
