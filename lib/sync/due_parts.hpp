#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "lib/sync/walk.hpp"

namespace locker::sync {

/// Whether a part that is a member of another stream is walked by this run: those that cannot be looked at
/// for little wait for news, or for their time.
[[nodiscard]] bool is_due(store::Writer& writer, const std::string& account, const connector::Stream& stream,
                          const Part& part, const WalkOptions& options, Instant now);

/// How many elements a walk of the stream will meet, as far as the profile says; absent where it does not, or
/// where only what is new is walked.
[[nodiscard]] std::optional<std::int64_t> expected_elements(store::Writer& writer, const std::string& account,
                                                            const connector::Stream& stream,
                                                            const store::StreamName& name,
                                                            const WalkOptions& options);

}  // namespace locker::sync
