#include "lib/import/foresee.hpp"

#include <map>
#include <string_view>

#include "lib/base/error.hpp"

namespace locker::imports {
namespace {

using FileNames = std::multimap<std::pair<std::string, std::string>, std::string_view>;

FileNames files_by_record(const std::vector<Piece*>& files, const Owner& owner, const Importer& importer) {
  FileNames names;
  for (const Piece* file : files)
    if (const auto record = importer.shown_by(file->name, owner))
      names.emplace(std::pair(record->type, record->key), file->name);
  return names;
}

std::vector<store::Medium> media_of(const store::Observation& record, const FileNames& names,
                                    const Importer& importer) {
  std::vector<store::Medium> media;
  const auto [begin, end] = names.equal_range({std::string(record.type), record.key});
  for (auto name = begin; name != end; ++name)
    media.push_back(importer.medium(name->second, {std::string(record.type), record.key},
                                    {{std::string(record.raw), {}}}));
  return media;
}

}  // namespace

void foresee(const std::vector<Piece*>& pieces, const std::vector<Piece*>& files, const Owner& owner,
             const Tools& tools, const Foresee& take) {
  const FileNames names = files_by_record(files, owner, tools.importer);
  const auto take_one = [&](const Piece& piece, const RawElement& element) {
    const json::Page page(element.raw);
    const Mapped mapped =
        tools.importer.map(piece.role, {page, page.root(), element.raw, element.label, owner});
    for (const auto& record : mapped.observations)
      take(piece.role.stream, record, media_of(record, names, tools.importer));
  };
  for (Piece* piece : pieces) {
    if (!piece->trouble.empty()) continue;
    each_element(
        *piece,
        [&](std::uint64_t) {
          if (tools.stop.stop_requested()) throw Error(ErrorKind::interrupted, "interrupted");
        },
        [&](std::int64_t, const RawElement& element) { take_one(*piece, element); },
        [&](std::int64_t number, const char* why) { piece->left_out.add(number, why); });
  }
}

}  // namespace locker::imports
