#include "lib/import/media.hpp"

#include <algorithm>
#include <fstream>
#include <vector>

namespace locker::imports {
namespace {

namespace fs = std::filesystem;

/// Subfolder of the media folder for files that wait for their records, by archive.
constexpr char kWaiting[] = ".waiting";

std::vector<fs::path> files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  if (!fs::exists(folder)) return files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

}  // namespace

MediaFiles::MediaFiles(const Source& source, const Tools& tools, bool more_to_come)
    : source_(source),
      tools_(tools),
      more_to_come_(more_to_come),
      keeper_(tools.home, tools.registry, source.account, tools.clock),
      waiting_(keeper_.folder() / kWaiting / std::to_string(to_millis(source.made))) {
  media::Incoming::remove_left_over(keeper_.folder());
}

MediaFiles::FileResult MediaFiles::keep(const Piece& piece, const Advance& advance) {
  const auto reader = piece.container->open(piece.index);
  const auto read = [&](char* buffer, std::size_t size) {
    const std::size_t got = reader->read(buffer, size);
    advance(got);
    return got;
  };
  const FileResult result = keep(piece.name, read);
  if (result == FileResult::waiting) set_aside(piece.name, read);
  return result;
}

/// Reads nothing of a file that waits or is forgotten.
MediaFiles::FileResult MediaFiles::keep(std::string_view name, const media::Keeper::Read& read) {
  if (const auto record = tools_.importer.shown_by(name, source_.owner)) {
    if (keep_with(*record, name, read)) return FileResult::stored;
    if (keeper_.rows().is_forgotten(*record)) return FileResult::forgotten;
    if (more_to_come_) return FileResult::waiting;
  }
  keeper_.keep_unshown(tools_.importer.named_after(name), name, read);
  return FileResult::stored;
}

/// Reads nothing if the record is not stored.
bool MediaFiles::keep_with(const store::RecordName& record, std::string_view name,
                           const media::Keeper::Read& read) {
  const auto shown = keeper_.rows().owner(record);
  if (!shown) return false;
  const store::Medium medium =
      tools_.importer.medium(name, {record.type, shown->id}, keeper_.rows().forms(shown->record));
  return keeper_.keep_file(medium, name, source_.name(), read) != media::StoreResult::no_record;
}

void MediaFiles::set_aside(std::string_view name, const media::Keeper::Read& read) {
  media::Incoming file = media::Incoming::fresh(keeper_.folder());
  std::string buffer(std::size_t{1} << 16, '\0');
  while (const std::size_t got = read(buffer.data(), buffer.size()))
    file.append(std::string_view(buffer).substr(0, got));
  file.move_to(waiting_ / fs::path(name));
}

void MediaFiles::store_waiting() {
  for (const auto& file : files_below(waiting_)) {
    const std::string name = file.lexically_relative(waiting_).generic_string();
    std::ifstream bytes(file, std::ios::binary);
    const auto read = [&](char* buffer, std::size_t size) {
      bytes.read(buffer, static_cast<std::streamsize>(size));
      return static_cast<std::size_t>(bytes.gcount());
    };
    if (keep(name, read) == FileResult::stored) fs::remove(file);
  }
  if (!more_to_come_) fs::remove_all(waiting_);
}

}  // namespace locker::imports
