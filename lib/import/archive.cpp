#include "lib/import/archive.hpp"

#include <algorithm>

#include "lib/base/error.hpp"

namespace locker::imports {
namespace {

/// Of members that are read at once: what tells about the whole is small.
constexpr std::size_t kLargestHead = 16 << 20;

/// Of a file's text, the value behind `window.… =`.
std::string_view value_of(std::string_view text) {
  const auto begin = text.find_first_of("[{=");
  if (begin == std::string_view::npos) return {};
  text.remove_prefix(begin);
  if (text.front() == '=') text.remove_prefix(std::min(text.find_first_of("[{"), text.size()));
  const auto end = text.find_last_of("]}");
  return text.substr(0, end == std::string_view::npos ? 0 : end + 1);
}

void add_pieces(Archive& archive, const Container& container, const Importer& importer,
                std::string_view service) {
  std::vector<std::string_view> names;
  for (const auto& member : container.members()) names.push_back(member.name);
  const auto root = importer.root(names);
  if (!root)
    throw Error(ErrorKind::internal,
                container.name() + " is no archive of " + std::string(service) + ": nothing of one is in it");
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string name(names[i].starts_with(*root) ? names[i].substr(root->size()) : names[i]);
    archive.pieces.push_back({&container, i, name, importer.role(name), {}, 0, {}, {}});
  }
}

void take_owner(Archive& archive, const Owner& owner) {
  if (owner.id.empty()) return;
  if (!archive.owner.id.empty() && archive.owner.id != owner.id)
    throw Error(ErrorKind::usage,
                "these are archives of two people, @" + archive.owner.handle + " and @" + owner.handle,
                "import one after the other, each with --account");
  archive.owner = owner;
}

void take_manifest(Archive& archive, const Manifest& manifest) {
  archive.has_manifest = true;
  take_owner(archive, manifest.owner);
  archive.manifest.counts.insert(manifest.counts.begin(), manifest.counts.end());
  if (manifest.made)
    archive.manifest.made = std::max(*manifest.made, archive.manifest.made.value_or(Instant::min()));
}

void read_head(Archive& archive, const Piece& piece, const Importer& importer) try {
  const std::string text = read_whole(*piece.container, piece.index, kLargestHead);
  const std::string value(value_of(text));
  const json::Page page(value);
  if (piece.role.kind == kManifest) return take_manifest(archive, importer.read_manifest(page.root()));
  const auto elements = page.root().items();
  if (!elements.empty()) take_owner(archive, importer.read_owner(elements.front()));
} catch (const Error& error) {
  if (error.kind() != ErrorKind::malformed) throw;
  throw Error(ErrorKind::internal, piece.name + ": " + error.what());
}

/// Members are called as the manifest calls them, also where the folder that held them was left behind.
void name_as_in_manifest(Archive& archive) {
  for (auto& piece : archive.pieces)
    for (const auto& [name, count] : archive.manifest.counts)
      if (name.size() > piece.name.size() && name.ends_with("/" + piece.name)) piece.name = name;
}

/// As the manifest says, else the name, else the newest file in it.
Instant time_made(const Archive& archive, const Importer& importer) {
  if (archive.manifest.made) return *archive.manifest.made;
  for (const auto& container : archive.containers)
    if (const auto told = importer.made(container->name())) return *told;
  Instant newest{};
  for (const auto& piece : archive.pieces) newest = std::max(newest, piece.member().changed);
  return newest;
}

}  // namespace

Archive open_archive(const std::vector<std::filesystem::path>& files, const Importer& importer,
                     std::string_view service) {
  Archive archive;
  for (const auto& file : files) {
    archive.containers.push_back(open_container(file));
    add_pieces(archive, *archive.containers.back(), importer, service);
  }
  std::ranges::stable_sort(archive.pieces, {}, &Piece::name);
  for (const char* kind : {kManifest, kOwner})
    for (const auto& piece : archive.pieces)
      if (piece.role.kind == kind) read_head(archive, piece, importer);
  name_as_in_manifest(archive);
  std::ranges::stable_sort(archive.pieces, {}, &Piece::name);
  archive.made = time_made(archive, importer);
  return archive;
}

}  // namespace locker::imports
