#pragma once

#include "lib/import/archive.hpp"
#include "lib/import/pages.hpp"

namespace locker::imports {

/// Streams of which the archive's manifest names all parts, and all of these were read with as many
/// elements as it says and with all that a further member lists, are known up to when the archive was made:
/// their marks and coverage follow. What is missing of others is their gap. The pieces that list what there
/// should be get to know what is lacking.
void settle_streams(Archive& archive, const Source& source, store::Writer& writer, const Tools& tools);

/// Members that this archive alone tells, of streams that the service itself told to their end after it was
/// made, were gone by then: their memberships are over. Where the walk would have asked before it ended so
/// many, they are kept, and the stream's gap says so. What that changed.
store::Counts end_overtaken(const Source& source, store::Writer& writer, const Tools& tools);

/// The cursor of a stream after an archive told it whole. `rows` are the stream's.
[[nodiscard]] store::Cursor settled_by(const std::vector<store::ImportRow>& rows,
                                       const connector::Stream& stream, store::Cursor cursor, Instant made);

}  // namespace locker::imports
