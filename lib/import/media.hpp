#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "lib/import/archive.hpp"
#include "lib/import/pages.hpp"
#include "lib/media/keeper.hpp"

namespace locker::imports {

/// Stores the files of an archive, unchanged, with the records that show them, or by themselves if none does.
/// While more of the archive is to come, a file whose record is not stored yet waits for it beside the stored
/// files.
class MediaFiles {
 public:
  MediaFiles(const Source& source, const Tools& tools, bool more_to_come);

  enum class FileResult { stored, waiting, forgotten };
  FileResult keep(const Piece& piece, const Advance& advance);
  /// Stores the waiting files whose records have arrived; if nothing more is to come, the others too.
  void store_waiting();

 private:
  FileResult keep(std::string_view name, const media::Keeper::Read& read);
  bool keep_with(const store::RecordName& record, std::string_view name, const media::Keeper::Read& read);
  void set_aside(std::string_view name, const media::Keeper::Read& read);

  const Source& source_;
  const Tools& tools_;
  bool more_to_come_;
  media::Keeper keeper_;
  std::filesystem::path waiting_;
};

}  // namespace locker::imports
