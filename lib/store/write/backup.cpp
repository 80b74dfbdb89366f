#include "lib/store/write/backup.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <numeric>
#include <string_view>

#include "lib/base/error.hpp"
#include "lib/store/database.hpp"
#include "lib/store/schema.hpp"
#include "lib/store/write/verify.hpp"

namespace locker::store {
namespace {

namespace fs = std::filesystem;

/// Checks the file's header (SQLite's file format, section 1.3): opening the file would leave a log beside
/// it.
bool is_locker_file(const fs::path& path) {
  constexpr std::size_t kIdAt = 68, kIdSize = 4;
  std::array<char, kIdAt + kIdSize> head{};
  if (!std::ifstream(path, std::ios::binary).read(head.data(), head.size())) return false;
  const auto* bytes = reinterpret_cast<const unsigned char*>(head.data()) + kIdAt;
  const auto id = std::accumulate(bytes, bytes + kIdSize, std::int64_t{0},
                                  [](std::int64_t sum, unsigned char byte) { return sum << 8 | byte; });
  return std::string_view(head.data()).starts_with("SQLite format 3") && id == kApplicationId;
}

[[noreturn]] void refuse(const fs::path& target, const std::string& why) {
  throw Error(ErrorKind::usage, target.string() + " " + why, "name another file");
}

/// SQLite applies a file of such a name to whatever database is beside it, the copy too.
constexpr const char* kKeptBySqlite[] = {"-wal", "-shm", "-journal"};

bool is_in_use(const fs::path& database) {
  return std::ranges::any_of(kKeptBySqlite,
                             [&](const char* ending) { return fs::exists(database.string() + ending); });
}

/// Every locker that was ever written to has its locks beside its database, and one that is signed in has its
/// accounts.
bool is_of_a_locker(const fs::path& database) {
  const Home home(database.parent_path());
  return database.filename() == home.database().filename() &&
         (fs::exists(home.write_lock()) || fs::exists(home.schema_lock()) || fs::exists(home.account("")));
}

/// Rejects targets that cannot be a file at all.
void refuse_no_file(const fs::path& target) {
  if (target == "-") refuse(target, "is no file, and a copy is checked where it lies");
  std::error_code ignored;
  const auto kind = fs::status(target, ignored).type();
  if (kind == fs::file_type::not_found && fs::is_symlink(target))
    refuse(target, "is a link that leads nowhere");
  if (kind != fs::file_type::not_found && kind != fs::file_type::regular)
    refuse(target, "is there already and is no backup of a locker");
}

/// Rejects targets other than a new file or an older copy that nobody uses.
void refuse_foreign(const Home& home, const fs::path& target) {
  refuse_no_file(target);
  const std::string name = target.filename().string();
  if (std::ranges::any_of(kKeptBySqlite, [&](const char* ending) { return name.ends_with(ending); }))
    refuse(target, "is a name that SQLite keeps for itself");
  // What a user would lose is the file that a link leads to.
  const fs::path file = fs::weakly_canonical(fs::absolute(target));
  if (fs::exists(file) && fs::exists(home.database()) && fs::equivalent(file, home.database()))
    refuse(target, "is this locker's own archive, not a copy of it");
  if (is_in_use(file) || is_in_use(target)) refuse(target, "is in use: SQLite keeps a log beside it");
  if (is_of_a_locker(file)) refuse(target, "is the place of another locker's archive, not of a copy");
  if (fs::exists(file) && !is_locker_file(file))
    refuse(target, "is there already and is no backup of a locker");
}

/// Makes what was written survive a power failure: the file, then the folder that names it.
void sync_to_disk(const fs::path& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool done = descriptor >= 0 && fsync(descriptor) == 0;
  const int error = errno;
  if (descriptor >= 0) close(descriptor);
  if (!done)
    throw Error(ErrorKind::internal, path.string() + " cannot be written to disk: " + std::strerror(error));
}

/// A file that is deleted unless it was kept.
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

BackupResult backup(const Home& home, const fs::path& named, const std::stop_token& stop) try {
  refuse_foreign(home, named);
  // A link stays, and the copy is written to its target.
  const fs::path target = fs::is_symlink(named) ? fs::canonical(named) : named;
  const Database source = Database::open_for_reading(home);
  Unfinished copy(target.string() + ".unfinished");
  // One read transaction that copies live pages only: nothing of what was forgotten is copied.
  SQLite::Statement into(source.sqlite(), "VACUUM INTO ?");
  into.bind(1, copy.path().string());
  into.exec();
  const Verdict verdict = verify_copy(copy.path(), stop);
  if (!verdict.problems.empty())
    throw Error(ErrorKind::internal, "the copy is not good: " + verdict.problems.front(),
                "run \"locker verify\"");
  const BackupResult result{fs::file_size(copy.path()), verdict.records, verdict.versions};
  refuse_foreign(home, target);  // a locker may have been created there meanwhile
  copy.keep_as(target);
  return result;
} catch (const SQLite::Exception& error) {
  throw Error(ErrorKind::internal, "backup to " + named.string() + " failed: " + error.what(),
              "check free space there");
}

}  // namespace locker::store
