#include "lib/import/preview.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>

#include "lib/base/error.hpp"

namespace locker::imports {
namespace {

/// Finds files by the record that shows them. Stores hashes of records because there are many.
class FilesOfRecords {
 public:
  FilesOfRecords(const std::vector<Piece*>& files, const Owner& owner, const Importer& importer)
      : owner_(owner), importer_(importer) {
    for (const Piece* file : files)
      if (const auto record = importer.shown_by(file->name, owner))
        files_.emplace_back(hash_of(record->type, record->key), file);
    std::ranges::stable_sort(files_, {}, &File::first);
  }

  [[nodiscard]] std::vector<store::Medium> of(const store::Observation& record) const {
    const store::RecordName wanted{record.type, record.key};
    std::vector<store::Medium> media;
    const auto alike = std::ranges::equal_range(files_, hash_of(record.type, record.key), {}, &File::first);
    for (const auto& [hash, file] : alike) {
      const auto shown = importer_.shown_by(file->name, owner_);
      if (shown->type == wanted.type && shown->key == wanted.key)
        media.push_back(importer_.medium(file->name, wanted, {{std::string(record.raw), {}}}));
    }
    return media;
  }

 private:
  using File = std::pair<std::size_t, const Piece*>;
  static std::size_t hash_of(const std::string& type, const std::string& key) {
    return std::hash<std::string>{}(type + '/' + key);
  }

  const Owner& owner_;
  const Importer& importer_;
  std::vector<File> files_;  ///< by hash
};

}  // namespace

void preview(const std::vector<Piece*>& pieces, const std::vector<Piece*>& files, const Owner& owner,
             const Tools& tools, const PreviewRecord& take) {
  const FilesOfRecords shown(files, owner, tools.importer);
  const auto take_one = [&](const Piece& piece, const RawElement& element) {
    const json::Page page(element.raw);
    if (!page.root().is_object()) throw Error(ErrorKind::malformed, "it is no object");
    const Mapped mapped =
        tools.importer.map(*piece.role, {page, page.root(), element.raw, element.label, owner});
    for (const auto& record : mapped.observations) take(piece.role->stream, record, shown.of(record));
  };
  for (Piece* piece : pieces) {
    if (!piece->content->trouble.empty()) continue;
    each_element(
        *piece,
        [&](std::uint64_t) {
          if (tools.stop.stop_requested()) throw Error(ErrorKind::interrupted, "interrupted");
        },
        [&](std::int64_t, const RawElement& element) { take_one(*piece, element); },
        [&](std::int64_t number, const char* why) { piece->content->left_out.add(number, why); });
  }
}

}  // namespace locker::imports
