#pragma once

#include "lib/import/archive.hpp"
#include "lib/import/pages.hpp"

namespace locker::imports {

/// Moves the mark and the coverage of each stream that the archive contains completely up to when the archive
/// was made. That requires that the manifest names all its members, and that these were read with as many
/// elements as the manifest says and with all that a further member lists. Otherwise records in the stream's
/// gap what is missing. Sets Content::lacking of the pieces that list what there should be.
void settle_streams(Archive& archive, const Source& source, store::Writer& writer, const Tools& tools);

/// Ends the memberships that only this archive reports, in streams that the service itself returned
/// completely after the archive was made: those members were gone by then. Keeps them, and says so in the
/// stream's gap, if there are so many that a walk would ask first. Returns the changes.
store::Counts end_vanished_memberships(const Source& source, store::Writer& writer, const Tools& tools);

/// Returns the cursor of a stream after an archive that contains all of it. `rows` are the import rows of the
/// stream.
[[nodiscard]] store::Cursor cursor_after_archive(const std::vector<store::ImportRow>& rows,
                                                 const connector::Stream& stream, store::Cursor cursor,
                                                 Instant made);

}  // namespace locker::imports
