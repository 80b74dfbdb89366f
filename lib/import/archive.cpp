#include "lib/import/archive.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <map>

#include "lib/base/error.hpp"
#include "lib/import/archive_around.hpp"

namespace locker::imports {
namespace {

/// Limit for members that are read whole: those that describe the archive are small.
constexpr std::size_t kLargestHead = 16 << 20;

/// Returns the JSON value after `window.… =` in the text of a file.
std::string_view value_of(std::string_view text) {
  const auto begin = text.find_first_of("[{=");
  if (begin == std::string_view::npos) return {};
  text.remove_prefix(begin);
  if (text.front() == '=') text.remove_prefix(std::min(text.find_first_of("[{"), text.size()));
  const auto end = text.find_last_of("]}");
  return text.substr(0, end == std::string_view::npos ? 0 : end + 1);
}

/// Returns a shared role for members without a kind: there are many of them, and one role per disposition is
/// enough.
std::shared_ptr<const Role> shared(Role role,
                                   std::map<Disposition, std::shared_ptr<const Role>>& without_kind) {
  if (!role.kind.empty()) return std::make_shared<Role>(std::move(role));
  auto& known = without_kind[role.disposition];
  if (!known) known = std::make_shared<Role>(std::move(role));
  return known;
}

void add_pieces(Archive& archive, const Container& container, const Importer& importer,
                std::string_view service) {
  std::vector<std::string_view> names;
  names.reserve(container.size());
  for (std::size_t i = 0; i < container.size(); ++i) names.push_back(container.member(i).name);
  const auto root = importer.root(names);
  if (!root)
    throw Error(ErrorKind::internal,
                container.name() + " is no archive of " + std::string(service) + ": nothing of one is in it");
  std::map<Disposition, std::shared_ptr<const Role>> without_kind;
  archive.pieces.reserve(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto name = names[i].starts_with(*root) ? names[i].substr(root->size()) : names[i];
    archive.pieces.push_back({&container, i, name, shared(importer.role(name), without_kind), {}});
  }
}

void require_one_person(const Owner& one, const Owner& other) {
  if (one.id.empty() || other.id.empty() || one.id == other.id) return;
  throw Error(ErrorKind::usage, "these are archives of two people, @" + one.handle + " and @" + other.handle,
              "import one after the other, each with --account");
}

void take_owner(Archive& archive, const Owner& owner) {
  if (owner.id.empty()) return;
  require_one_person(archive.owner, owner);
  const std::string name = owner.name.empty() ? archive.owner.name : owner.name;
  archive.owner = owner;
  archive.owner.name = name;
}

void take_manifest(Archive& archive, const Manifest& manifest) {
  archive.has_manifest = true;
  take_owner(archive, manifest.owner);
  archive.manifest.is_split = archive.manifest.is_split || manifest.is_split;
  archive.manifest.counts.insert(manifest.counts.begin(), manifest.counts.end());
  if (manifest.made)
    archive.manifest.made = std::max(*manifest.made, archive.manifest.made.value_or(Instant::min()));
}

/// A manifest that cannot be parsed counts as an unreadable member: the other members do not depend on it.
void read_head(Archive& archive, Piece& piece, const Importer& importer) try {
  const std::string text = read_whole(*piece.container, piece.index, kLargestHead);
  const std::string value(value_of(text));
  const json::Page page(value);
  if (piece.role->kind == kManifest) return take_manifest(archive, importer.read_manifest(page.root()));
  const auto elements = page.root().items();
  if (!elements.empty()) take_owner(archive, importer.read_owner(elements.front()));
} catch (const Error& error) {
  if (error.kind() != ErrorKind::malformed) throw;
  if (piece.role->kind != kManifest)
    throw Error(ErrorKind::internal, std::string(piece.name) + ": " + error.what());
  piece.content = std::make_unique<Content>();
  piece.content->trouble = error.what();
}

/// Gives members the names they have in the manifest, even if the folder that contained them was left out.
void name_as_in_manifest(Archive& archive) {
  for (auto& piece : archive.pieces)
    for (const auto& [name, count] : archive.manifest.counts)
      if (name.size() > piece.name.size() && name.ends_with("/" + std::string(piece.name))) piece.name = name;
}

Instant newest_file(const Archive& archive) {
  Instant newest{};
  for (const auto& piece : archive.pieces) newest = std::max(newest, piece.member().changed);
  return newest;
}

std::string give_instead(const std::filesystem::path& file, const Importer& importer) {
  const auto folder = archive_around(file, importer);
  if (folder.empty()) return {};
  return "give the folder that holds all of it: \"" + folder.string() + "\"";
}

/// Throws with a hint at the archive that the user probably means, if `file` cannot be imported by itself but
/// is inside an unpacked archive. A zip is taken as it is, wherever it is.
void suggest_archive_around(const std::filesystem::path& file, const Importer& importer,
                            std::string_view service) {
  if (file.extension() == ".zip") return;
  (void)importer.root({file.filename().native()});  // throws for a file of another kind of archive
  if (const auto instead = give_instead(file, importer); !instead.empty())
    throw Error(ErrorKind::internal, file.string() + " is a part of an archive of " + std::string(service),
                instead);
}

Archive held_by(const std::filesystem::path& file, const Importer& importer, std::string_view service) try {
  Archive archive;
  archive.containers.push_back(open_container(file));
  add_pieces(archive, *archive.containers.back(), importer, service);
  return archive;
} catch (const Error& error) {
  if (error.kind() == ErrorKind::internal) suggest_archive_around(file, importer, service);
  throw;
}

/// Refuses an archive that has only manifests: these describe the contents of an archive but hold none.
void require_more_than_manifests(const std::vector<Archive>& archives, const std::filesystem::path& file,
                                 const Importer& importer) {
  const auto is_manifest = [](const Piece& piece) { return piece.role->kind == kManifest; };
  for (const auto& archive : archives)
    if (std::ranges::all_of(archive.pieces, is_manifest)) {
      const auto instead = give_instead(file, importer);
      throw Error(ErrorKind::internal, file.string() + " only tells what is in an archive",
                  instead.empty() ? "give the archive, or the folder into which it was unpacked" : instead);
    }
}

/// Opens one file as if it were the whole archive.
Archive opened(const std::filesystem::path& file, const Importer& importer, std::string_view service) {
  Archive archive = held_by(file, importer, service);
  std::ranges::stable_sort(archive.pieces, {}, &Piece::name);
  for (const char* kind : {kManifest, kOwner})
    for (auto& piece : archive.pieces)
      if (piece.role->kind == kind) read_head(archive, piece, importer);
  return archive;
}

void take(Archive& archive, Archive part) {
  std::ranges::move(part.containers, std::back_inserter(archive.containers));
  if (archive.pieces.empty())
    archive.pieces = std::move(part.pieces);
  else
    std::ranges::move(part.pieces, std::back_inserter(archive.pieces));
  if (part.has_manifest) take_manifest(archive, part.manifest);
  take_owner(archive, part.owner);
}

/// Groups the files that are parts of one archive.
class Groups {
 public:
  explicit Groups(const Importer& importer) : importer_(importer) {}

  /// Adds files whose manifest has the time they were made first: a file name has only the day.
  void add_all(std::vector<Archive> files) {
    const auto undated = std::ranges::stable_partition(
        files, [](const Archive& file) { return file.manifest.made.has_value(); });
    for (auto& file : std::ranges::subrange(files.begin(), undated.begin()))
      take(by_time_[*file.manifest.made], std::move(file));
    const auto nameless = std::ranges::stable_partition(
        undated, [this](const Archive& file) { return day_of(file).has_value(); });
    for (auto& file : std::ranges::subrange(undated.begin(), nameless.begin())) add_by_day(std::move(file));
    for (auto& file : nameless) add_to_the_only_one(std::move(file));
  }

  [[nodiscard]] std::vector<Archive> archives() {
    std::vector<Archive> all;
    for (auto& [made, archive] : by_time_) {
      archive.made = made == kUnknownTime ? newest_file(archive) : made;
      all.push_back(std::move(archive));
    }
    return all;
  }

 private:
  static constexpr Instant kUnknownTime = Instant::min();

  [[nodiscard]] std::optional<Instant> day_of(const Archive& file) const {
    return importer_.made(file.containers.front()->name());
  }

  void add_by_day(Archive file) {
    const Instant day = *day_of(file);
    const auto same_day = std::ranges::find_if(by_time_, [&](const auto& archive) {
      return archive.first >= day && archive.first < day + std::chrono::hours(24);
    });
    take(same_day == by_time_.end() ? by_time_[day] : same_day->second, std::move(file));
  }

  void add_to_the_only_one(Archive file) {
    if (by_time_.size() > 1)
      throw Error(ErrorKind::usage,
                  file.containers.front()->name() + " does not tell of which of these archives it is a part",
                  "import each archive by itself, with its parts");
    take(by_time_.empty() ? by_time_[kUnknownTime] : by_time_.begin()->second, std::move(file));
  }

  const Importer& importer_;
  std::map<Instant, Archive> by_time_;
};

}  // namespace

std::vector<Archive> open_archives(const std::vector<std::filesystem::path>& files, const Importer& importer,
                                   std::string_view service) {
  std::vector<Archive> single;
  for (const auto& file : files) {
    Archive one = opened(file, importer, service);
    require_one_person(owner_of(single), one.owner);
    single.push_back(std::move(one));
  }
  Groups groups(importer);
  groups.add_all(std::move(single));
  std::vector<Archive> archives = groups.archives();
  require_more_than_manifests(archives, files.front(), importer);
  for (auto& archive : archives) {
    name_as_in_manifest(archive);
    std::ranges::stable_sort(archive.pieces, {}, &Piece::name);
  }
  return archives;
}

Owner owner_of(const std::vector<Archive>& archives) {
  Owner owner;
  for (const auto& archive : archives)
    if (!archive.owner.id.empty()) owner = archive.owner;
  return owner;
}

Instant owner_archive_time(const std::vector<Archive>& archives) {
  Instant told{};
  for (const auto& archive : archives)
    if (!archive.owner.id.empty()) told = archive.made;
  return told;
}

}  // namespace locker::imports
