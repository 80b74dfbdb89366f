#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "lib/import/container.hpp"
#include "lib/import/importer.hpp"
#include "lib/import/left_out.hpp"

namespace locker::imports {

/// What a member holds whose elements are read, once that is checked.
struct Content {
  std::string sum;            ///< size and checksum
  std::int64_t elements = 0;  ///< as far as they were found, with the one in which it is cut
  std::int64_t outer = 0;     ///< of its outermost array, which is what a manifest counts
  std::string trouble;        ///< why nothing of it can be read
  bool is_cut = false;        ///< what follows its elements cannot be read
  LeftOut left_out;           ///< once stored or foreseen
  /// Of a list of all that should be there what is not, once that was looked up.
  std::optional<std::int64_t> lacking{};
  std::int64_t forgotten = 0;  ///< elements that are not stored, since what they tell was erased for good
  std::vector<std::pair<std::size_t, std::string>> labels;  ///< of groups that tell theirs late
};

/// A member. Most are files that records show, of which there are many: they have no content, and share
/// their role.
struct Piece {
  const Container* container = nullptr;
  std::size_t index = 0;  ///< within the container
  std::string_view name;  ///< below the archive's root; of the container, or of the manifest
  std::shared_ptr<const Role> role;
  std::unique_ptr<Content> content;

  [[nodiscard]] Member member() const { return container->member(index); }
};

/// What several containers of one person hold together.
struct Archive {
  std::vector<std::unique_ptr<Container>> containers;
  std::vector<Piece> pieces;  ///< in the order of their names
  Owner owner;                ///< empty where no member tells
  Manifest manifest;          ///< all that the containers' manifests say together
  bool has_manifest = false;
  Instant made;
};

/// Opens them, and reads what tells about the whole. Files that were made at one time are one archive; the
/// oldest is the first. Throws as open_container does, Error{usage} for what belongs to two people, and for
/// a file that does not tell of which of several archives it is a part.
[[nodiscard]] std::vector<Archive> open_archives(const std::vector<std::filesystem::path>& files,
                                                 const Importer& importer, std::string_view service);

/// Whose they are, as the newest tells that tells it.
[[nodiscard]] Owner owner_of(const std::vector<Archive>& archives);
/// When that one was made.
[[nodiscard]] Instant owner_told(const std::vector<Archive>& archives);

/// Told how many bytes were read since the last call.
using Advance = std::function<void(std::uint64_t bytes)>;

/// Reads a piece to its end, and if `parses` each of its elements, which gives it its content. What cannot be
/// understood is noted there; what is damaged throws Error{internal}.
void check(Piece& piece, bool parses, const Advance& advance);

/// The elements of a checked piece, with their labels and numbers, from 1. One that is far too large to be
/// looked at, or that `take` throws Error{malformed} for, is told to `leave_out`, and hinders no other; so is
/// what follows them where the piece is cut.
void each_element(const Piece& piece, const Advance& advance,
                  const std::function<void(std::int64_t number, const RawElement&)>& take,
                  const std::function<void(std::int64_t number, const char* why)>& leave_out);

}  // namespace locker::imports
