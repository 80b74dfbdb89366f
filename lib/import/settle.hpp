#pragma once

#include "lib/import/archive.hpp"
#include "lib/import/pages.hpp"

namespace locker::imports {

/// Streams of which the archive's manifest names all parts, and all of these were read with as many
/// elements as it says, are known up to when the archive was made: their marks and coverage follow.
void settle_streams(const Archive& archive, const Source& source, store::Writer& writer, const Tools& tools);

/// The cursor of a stream after an archive told it whole. `rows` are the stream's.
[[nodiscard]] store::Cursor settled_by(const std::vector<store::ImportRow>& rows,
                                       const connector::Stream& stream, store::Cursor cursor, Instant made,
                                       Instant now);

}  // namespace locker::imports
