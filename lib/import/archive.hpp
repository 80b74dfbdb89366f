#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "lib/import/container.hpp"
#include "lib/import/importer.hpp"
#include "lib/import/skipped_elements.hpp"

namespace locker::imports {

/// Content of a member whose elements are read; set by check().
struct Content {
  std::string sum;            ///< size and checksum
  std::int64_t elements = 0;  ///< number found, including the one at which the member is cut off
  std::int64_t outer = 0;     ///< number of elements of the outermost array, which is what a manifest counts
  std::string trouble;        ///< why none of it can be read
  bool is_cut = false;        ///< what follows the elements found cannot be read
  SkippedElements left_out;   ///< set when the elements are stored or previewed
  /// For a list of all that should exist: number of entries that are not stored, once looked up.
  std::optional<std::int64_t> lacking{};
  std::int64_t forgotten = 0;  ///< elements not stored because the user erased their records for good
  /// Of groups whose label comes after their elements.
  std::vector<std::pair<std::size_t, std::string>> labels;
};

/// A member of an archive. Most members are media files, of which there are many: these have no content and
/// share one role.
struct Piece {
  const Container* container = nullptr;
  std::size_t index = 0;  ///< within the container
  std::string_view name;  ///< relative to the archive's root; points into the container or the manifest
  std::shared_ptr<const Role> role;
  std::unique_ptr<Content> content;

  [[nodiscard]] Member member() const { return container->member(index); }
};

/// The contents of several containers of one user, taken together.
struct Archive {
  std::vector<std::unique_ptr<Container>> containers;
  std::vector<Piece> pieces;  ///< sorted by name
  Owner owner;                ///< empty if no member identifies the owner
  Manifest manifest;          ///< the manifests of all containers, merged
  bool has_manifest = false;
  Instant made;
};

/// Opens the files and reads the members that describe the whole (owner, manifest). Files made at the same
/// time form one archive; the result is ordered oldest first. Throws what open_container throws, and
/// Error{usage} if the files belong to two users or if it is unclear which of several archives a file is part
/// of.
[[nodiscard]] std::vector<Archive> open_archives(const std::vector<std::filesystem::path>& files,
                                                 const Importer& importer, std::string_view service);

/// Returns the owner, as named by the newest archive that names one.
[[nodiscard]] Owner owner_of(const std::vector<Archive>& archives);
/// Returns when that archive was made.
[[nodiscard]] Instant owner_archive_time(const std::vector<Archive>& archives);

/// Called with the number of bytes read since the last call.
using Advance = std::function<void(std::uint64_t bytes)>;

/// Reads a piece to its end and, if `parses`, parses its elements and sets `piece.content`. What cannot be
/// parsed is recorded there. Throws Error{internal} if the data is damaged.
void check(Piece& piece, bool parses, const Advance& advance);

/// Calls `take` for each element of a checked piece, with its number (from 1) and label. Calls `leave_out`
/// for an element that is far too large, for one that `take` throws Error{malformed} for, and for the rest of
/// a piece that is cut off; the other elements are still taken.
void each_element(const Piece& piece, const Advance& advance,
                  const std::function<void(std::int64_t number, const RawElement&)>& take,
                  const std::function<void(std::int64_t number, const char* why)>& leave_out);

}  // namespace locker::imports
