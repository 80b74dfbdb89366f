#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "lib/base/clock.hpp"
#include "lib/media/incoming.hpp"
#include "lib/store/write/media.hpp"

namespace locker::media {

/// The result of storing a file.
enum class StoreResult {
  stored,     ///< new content
  shared,     ///< known content, now linked to this record too
  known,      ///< this medium has a file already, which stays
  no_record,  ///< the record is not stored (forgotten, or never seen): nothing was stored
};

/// Stores the media files of an account's records below Me/<account>/media: each content once, under a
/// browsable name (lib/media/name.hpp), linked to its record. A file is in place before the archive refers to
/// it, so a kill leaves at most an unreferenced file, which the next run replaces. Not thread-safe; the
/// caller holds the account's sync lock.
class Keeper {
 public:
  /// Throws Error{usage} if there is no such account.
  Keeper(const Home& home, const connector::Registry& registry, std::string_view account, Clock& clock);

  /// Fills `buffer` and returns the number of bytes, 0 at the end. May throw; then nothing is stored.
  using Read = std::function<std::size_t(char* buffer, std::size_t size)>;

  /// Stores a file from an export. `file_name`: its name there, whose extension is kept. `source`: recorded
  /// in the archive ("archive 2024-05-01").
  StoreResult keep_file(const store::Medium& medium, std::string_view file_name, std::string_view source,
                        const Read& read);

  /// Stores a file from an export that no stored record shows, under a name made of `named_after`.
  void keep_unshown(const store::MediaOwner& named_after, std::string_view file_name, const Read& read);

  /// Stores an incoming file.
  StoreResult keep(Incoming& file, const store::Medium& medium, std::string_view file_name,
                   std::string_view source);

  /// True if the medium is stored and its file exists with the right size.
  [[nodiscard]] bool has(const store::Medium& medium);

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] store::MediaRows& rows() { return rows_; }

 private:
  [[nodiscard]] Incoming receive(const Read& read) const;
  [[nodiscard]] bool is_there(const store::StoredFile& file) const;
  /// The place of a content in the folder.
  struct Place {
    store::Digest content;
    store::StoredFile file;
    bool is_new = false;  ///< the content was not there before
  };
  /// Moves a file to its place, unless its content is there already. `name` is the one of a new content.
  Place put(Incoming& file, const std::string& name);
  [[nodiscard]] std::string free_name(const std::string& name);

  store::MediaRows rows_;
  std::filesystem::path folder_;
  Clock& clock_;
};

}  // namespace locker::media
