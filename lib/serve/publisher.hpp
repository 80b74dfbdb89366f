#pragma once

#include <sys/types.h>

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/clock.hpp"
#include "lib/base/home.hpp"
#include "lib/connector/descriptor.hpp"
#include "lib/serve/publication.hpp"
#include "lib/serve/state/repeats.hpp"

namespace locker::store {
class Writer;
}

namespace locker::serve {

/// Stores what services publish in the archive, so that it can be queried, has a history, and reaches
/// listeners through the change log (forms, "Events"). Services publish hundreds of objects at once and
/// ignore the responses, so what is waiting while a transaction is committed shares the next one.
class Publisher {
 public:
  Publisher(Home home, const connector::Registry& registry, const Clock& clock);
  ~Publisher();

  /// Stores the object as a record of the service, and returns once it is committed. An unchanged object
  /// creates no version and no change; then this returns a repeat, without a number. Absent if a change was
  /// logged, and for a record that was forgotten.
  std::optional<Repeat> publish(const std::string& service, const Publication& publication);

 private:
  struct Waiting;
  [[nodiscard]] std::vector<Waiting*> take_group();
  void store(const std::vector<Waiting*>& group);
  void open_archive();
  void commit(const std::vector<Waiting*>& group);
  void find_repeats(const std::vector<Waiting*>& group) const;

  const Home home_;
  const connector::Registry& registry_;
  const Clock& clock_;
  std::mutex mutex_;  ///< protects the next three
  std::condition_variable stored_;
  std::deque<Waiting*> waiting_;
  bool is_storing_ = false;  ///< one of the callers stores a group, and uses the rest
  Instant last_{};           ///< time of the last publication
  /// The file behind a path, which another one may replace.
  struct FileIdentity {
    dev_t device = 0;
    ino_t inode = 0;
    bool operator==(const FileIdentity&) const = default;
  };
  [[nodiscard]] static std::optional<FileIdentity> identity_of(const std::filesystem::path& file);
  std::unique_ptr<store::Writer> writer_;
  std::optional<FileIdentity> opened_;  ///< the archive that `writer_` has open
};

}  // namespace locker::serve
