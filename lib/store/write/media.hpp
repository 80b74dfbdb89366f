#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/home.hpp"
#include "lib/base/time.hpp"
#include "lib/connector/descriptor.hpp"
#include "lib/store/database.hpp"
#include "lib/store/write/digest.hpp"
#include "lib/store/write/observation.hpp"

namespace locker::store {

/// Something that a record shows: a photo, a video.
struct Medium {
  RecordName record;
  std::string key;   ///< the service's id
  int place = 1;     ///< position among the record's media, from 1
  std::string kind;  ///< "photo", "video", "animated_gif"
  std::string url;   ///< current or former address; may be empty
  std::string alt;   ///< the author's description of it; may be empty
};

/// A file below Me/<account>/media.
struct StoredFile {
  std::int64_t id = 0;
  std::int64_t size = 0;
  std::string path;  ///< relative to the media folder
};

/// A record that shows media, with what the names of their files need.
struct MediaOwner {
  std::int64_t record = 0;  ///< 0: it is not stored
  std::string id;
  std::optional<Instant> time;
};

/// The newest form of one shape of a record, with the objects sent beside it.
struct StoredForm {
  std::string raw;
  struct Beside {
    std::string kind, key, raw;
  };
  std::vector<Beside> parts;
  std::string author{};  ///< id of the record's author; empty: not reported
};

/// The rows about media of one account. Every method is one short transaction.
class MediaRows {
 public:
  /// Throws Error{usage} if there is no such account.
  MediaRows(const Home& home, const connector::Registry& registry, std::string_view account);
  ~MediaRows();

  /// Absent if the record is not stored: it was forgotten or never seen.
  [[nodiscard]] std::optional<MediaOwner> owner(const RecordName& record);
  /// Returns true if the record was erased permanently and must not be stored again.
  [[nodiscard]] bool is_forgotten(const RecordName& record);
  [[nodiscard]] std::optional<StoredFile> file_of(const Digest& content);
  [[nodiscard]] bool is_taken(std::string_view path);

  struct Known {
    std::optional<StoredFile> file;
    std::string problem;
    bool put_off = false;
  };
  /// Returns what is known about a medium; absent: nothing.
  [[nodiscard]] std::optional<Known> known(std::int64_t record, std::string_view key);

  /// Stores that the record shows this content; `file` has no id yet if the content is new.
  void keep(std::int64_t record, const Medium& medium, const Digest& content, const StoredFile& file,
            std::string_view source, Instant now);
  /// Stores that there is a new file, which no stored record shows.
  void keep_unshown(const Digest& content, const StoredFile& file);
  /// Stores that it could not be downloaded: permanently, or `put_off` until it is requested again.
  void note_problem(std::int64_t record, const Medium& medium, std::string_view problem, bool put_off,
                    Instant now);

  /// Returns the records that are or were members of `stream`, a stream of the user's own records, and the
  /// deleted records of its type that the user made, which an export lists separately; oldest first.
  [[nodiscard]] std::vector<std::int64_t> own(const connector::Stream& stream);
  [[nodiscard]] RecordName name(std::int64_t record);
  /// Returns the newest form of every shape, highest rank first.
  [[nodiscard]] std::vector<StoredForm> forms(std::int64_t record);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Calls back for every stored file of every account. Reads in chunks; no read is open during a callback.
struct ListedFile {
  std::string account, path, shown_by;
  std::int64_t size = 0;
  std::string sha256;  ///< 32 bytes
};
void list_files(const Database& database, const std::function<void(const ListedFile&)>& take);

}  // namespace locker::store
