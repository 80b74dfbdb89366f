#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "lib/base/clock.hpp"
#include "lib/media/incoming.hpp"
#include "lib/store/write/media.hpp"

namespace locker::media {

/// What became of a file.
enum class Kept {
  stored,     ///< new content
  shared,     ///< the content was there already, and is now this record's too
  known,      ///< a file of this medium was kept earlier, and stays
  no_record,  ///< the record is not stored (forgotten, or never seen): nothing was kept
};

/// Keeps files of an account's records: each content once, below Me/<account>/media, under a name that
/// a person can browse (lib/media/name.hpp), linked to its record. A file has its name before the
/// archive knows it, so that what the archive names is always there; a kill leaves at most a file that
/// the next run replaces. One instance a thread; the caller holds the account's sync lock.
class Keeper {
 public:
  /// Throws Error{usage} if there is no such account.
  Keeper(const Home& home, const connector::Registry& registry, std::string_view account, Clock& clock);

  /// Fills `buffer` with the next bytes of a file; how many, 0 at its end. May throw: nothing is kept then.
  using Read = std::function<std::size_t(char* buffer, std::size_t size)>;

  /// Keeps a file from an export. `file_name` is what it is called there: its ending is kept. `source`
  /// is told in the archive ("archive 2024-05-01").
  Kept keep_file(const store::Medium& medium, std::string_view file_name, std::string_view source,
                 const Read& read);

  /// Keeps a file that has come in.
  Kept keep(Incoming& file, const store::Medium& medium, std::string_view file_name, std::string_view source);

  /// True if this medium of the record is kept, and its file is there in its size.
  [[nodiscard]] bool has(const store::Medium& medium);

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] store::MediaRows& rows() { return rows_; }

 private:
  [[nodiscard]] bool is_there(const store::KeptFile& file) const;
  [[nodiscard]] std::string free_name(const store::MediaOwner& owner, const store::Medium& medium,
                                      std::string_view file_name);

  store::MediaRows rows_;
  std::filesystem::path folder_;
  Clock& clock_;
};

}  // namespace locker::media
