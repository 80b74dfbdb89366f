#include "lib/store/write/backup.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "lib/base/error.hpp"
#include "lib/store/database.hpp"
#include "lib/store/schema.hpp"
#include "lib/store/write/verify.hpp"

namespace locker::store {
namespace {

namespace fs = std::filesystem;

bool is_locker_file(const fs::path& path) try {
  SQLite::Database database(path.string(), SQLite::OPEN_READONLY);
  return database.execAndGet("PRAGMA application_id").getInt() == kApplicationId;
} catch (const SQLite::Exception&) {
  return false;
}

void refuse_foreign(const fs::path& target) {
  if (!fs::exists(target) || (fs::is_regular_file(target) && is_locker_file(target))) return;
  throw Error(ErrorKind::usage, target.string() + " is there already and is no backup of a locker",
              "name another file");
}

/// Makes what was written survive a power cut: the file, then the folder that names it.
void sync_to_disk(const fs::path& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool done = descriptor >= 0 && fsync(descriptor) == 0;
  const int error = errno;
  if (descriptor >= 0) close(descriptor);
  if (!done)
    throw Error(ErrorKind::internal, path.string() + " cannot be written to disk: " + std::strerror(error));
}

/// A file that goes away unless it was kept.
class Unfinished {
 public:
  explicit Unfinished(fs::path path) : path_(std::move(path)) {
    fs::remove(path_);
    const int descriptor = open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0)
      throw Error(ErrorKind::internal, path_.string() + " cannot be written: " + std::strerror(errno),
                  "name a file in a folder that is there and can be written");
    close(descriptor);
  }
  ~Unfinished() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove(path_, ignored);
  }
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;

  [[nodiscard]] const fs::path& path() const { return path_; }
  void keep_as(const fs::path& target) {
    sync_to_disk(path_);
    fs::rename(path_, target);
    path_.clear();
    sync_to_disk(fs::absolute(target).parent_path());
  }

 private:
  fs::path path_;
};

}  // namespace

BackupResult backup(const Home& home, const fs::path& target, const std::stop_token& stop) try {
  refuse_foreign(target);
  const Database source = Database::open_for_reading(home);
  Unfinished copy(target.string() + ".unfinished");
  // One read transaction that copies live pages only: nothing of what was forgotten comes along.
  SQLite::Statement into(source.sqlite(), "VACUUM INTO ?");
  into.bind(1, copy.path().string());
  into.exec();
  const Verdict verdict = verify_copy(Database::open_copy(copy.path()), stop);
  if (!verdict.problems.empty())
    throw Error(ErrorKind::internal, "the copy is not good: " + verdict.problems.front(),
                "run \"locker verify\"");
  const BackupResult result{fs::file_size(copy.path()), verdict.records, verdict.versions};
  copy.keep_as(target);
  return result;
} catch (const SQLite::Exception& error) {
  throw Error(ErrorKind::internal, "backup to " + target.string() + " failed: " + error.what(),
              "check free space there");
}

}  // namespace locker::store
