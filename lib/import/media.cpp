#include "lib/import/media.hpp"

namespace locker::imports {

MediaFiles::MediaFiles(const Source& source, const Tools& tools)
    : source_(source), tools_(tools), keeper_(tools.home, tools.registry, source.account, tools.clock) {}

bool MediaFiles::keep(const Piece& piece, const Advance& advance) {
  const auto record = tools_.importer.shown_by(piece.name, source_.owner);
  if (!record) return false;
  const auto shown = keeper_.rows().owner(*record);
  if (!shown) return false;
  const store::Medium medium =
      tools_.importer.medium(piece.name, {record->type, shown->id}, keeper_.rows().forms(shown->record));
  const auto reader = piece.container->open(piece.index);
  const auto read = [&](char* buffer, std::size_t size) {
    const std::size_t got = reader->read(buffer, size);
    advance(got);
    return got;
  };
  return keeper_.keep_file(medium, piece.name, source_.name(), read) != media::Kept::no_record;
}

}  // namespace locker::imports
