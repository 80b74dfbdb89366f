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

/// Something that a record shows: a photo, a film.
struct Medium {
  RecordName record;
  std::string key;   ///< the service's id of it
  int place = 1;     ///< as which of the record's
  std::string kind;  ///< "photo", "video", "animated_gif"
  std::string url;   ///< where it is, or was; may be empty
  std::string alt;   ///< what its author says it shows; may be empty
};

/// A file below Me/<account>/media.
struct KeptFile {
  std::int64_t id = 0;
  std::int64_t size = 0;
  std::string path;  ///< below the media folder
};

/// A record that shows media, as far as their files' names need it.
struct MediaOwner {
  std::int64_t record = 0;
  std::string id;
  std::optional<Instant> time;
};

/// The newest form of one shape of a record, with what came beside it.
struct StoredForm {
  std::string raw;
  struct Beside {
    std::string kind, key, raw;
  };
  std::vector<Beside> parts;
  std::string author{};  ///< id of who made the record; empty: not said
};

/// The rows about media of one account. Every method is one short transaction.
class MediaRows {
 public:
  /// Throws Error{usage} if there is no such account.
  MediaRows(const Home& home, const connector::Registry& registry, std::string_view account);
  ~MediaRows();

  /// Absent if the record is not stored: it was forgotten, or never seen.
  [[nodiscard]] std::optional<MediaOwner> owner(const RecordName& record);
  /// True if it was erased for good and is not to come back.
  [[nodiscard]] bool is_forgotten(const RecordName& record);
  [[nodiscard]] std::optional<KeptFile> file_of(const Digest& content);
  [[nodiscard]] bool is_taken(std::string_view path);

  struct Known {
    std::optional<KeptFile> file;
    std::string problem;
    bool put_off = false;
  };
  /// What is known of a medium; absent: nothing.
  [[nodiscard]] std::optional<Known> known(std::int64_t record, std::string_view key);

  /// The record shows this content; `file` has no id yet where the content is new.
  void keep(std::int64_t record, const Medium& medium, const Digest& content, const KeptFile& file,
            std::string_view source, Instant now);
  /// It could not be had: for a reason that will not go away, or `put_off` until it is asked for again.
  void note_problem(std::int64_t record, const Medium& medium, std::string_view problem, bool put_off,
                    Instant now);

  /// The records that are or were members of the stream of what one made, and those of its type that one
  /// made and deleted, which an export tells apart; oldest first.
  [[nodiscard]] std::vector<std::int64_t> own(const connector::Stream& stream);
  [[nodiscard]] RecordName name(std::int64_t record);
  /// Newest form of every shape, highest rank first.
  [[nodiscard]] std::vector<StoredForm> forms(std::int64_t record);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Calls back for every kept file of every account, in chunks, none of which is open meanwhile.
struct ListedFile {
  std::string account, path, shown_by;
  std::int64_t size = 0;
  std::string sha256;  ///< 32 bytes
};
void list_files(const Database& database, const std::function<void(const ListedFile&)>& take);

}  // namespace locker::store
