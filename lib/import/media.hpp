#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "lib/import/archive.hpp"
#include "lib/import/pages.hpp"
#include "lib/media/keeper.hpp"

namespace locker::imports {

/// Keeps the files of an archive with the records that show them, unchanged. Of an archive of which more is
/// to come, a file whose record is not there yet waits for it, beside the kept ones.
class MediaFiles {
 public:
  MediaFiles(const Source& source, const Tools& tools, bool more_to_come);

  enum class Became { shown, waiting, left };
  Became keep(const Piece& piece, const Advance& advance);
  /// Those that waited, as far as their records came. None waits any more where nothing is to come.
  void keep_waiting();

 private:
  bool keep(std::string_view name, const store::RecordName& record, const media::Keeper::Read& read);
  void set_aside(std::string_view name, const media::Keeper::Read& read);

  const Source& source_;
  const Tools& tools_;
  bool more_to_come_;
  media::Keeper keeper_;
  std::filesystem::path waiting_;
};

}  // namespace locker::imports
