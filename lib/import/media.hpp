#pragma once

#include <string>
#include <vector>

#include "lib/import/archive.hpp"
#include "lib/import/pages.hpp"
#include "lib/media/keeper.hpp"

namespace locker::imports {

/// Keeps the files of an archive with the records that show them, unchanged.
class MediaFiles {
 public:
  MediaFiles(const Source& source, const Tools& tools);

  /// True if it is now kept, or was; not where no record shows it.
  bool keep(const Piece& piece, const Advance& advance);

 private:
  const Source& source_;
  const Tools& tools_;
  media::Keeper keeper_;
};

}  // namespace locker::imports
