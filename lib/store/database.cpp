#include "lib/store/database.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"
#include "lib/base/file_lock.hpp"
#include "lib/base/hex.hpp"
#include "lib/store/plain.hpp"
#include "lib/store/schema.hpp"

namespace locker::store {
namespace {

/// Writers take turns by the write lock, so SQLite's own busy wait only concerns foreign programs (a sqlite3
/// shell in the middle of a transaction) and recovery after a crash.
constexpr int kBusyTimeoutMs = 60'000;

/// SQLite counts its allocations under a lock, for statistics that nobody reads: a twentieth of a short
/// query. This can be turned off only before SQLite's first use; later the call has no effect.
void disable_memory_statistics() {
  static const int kOnce = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  (void)kOnce;
}

/// Each connection is used by one thread, so SQLite does not need to lock it for every column.
int reading() { return SQLite::OPEN_READONLY | SQLite::OPEN_NOMUTEX; }

void refuse_newer(int version, const Home& home) {
  if (version <= schema_version()) return;
  throw Error(ErrorKind::usage,
              home.database().string() + " was made by a newer locker (schema " + std::to_string(version) +
                  ", this program knows " + std::to_string(schema_version()) + ")",
              "install the newer locker");
}

/// An archive on a read-only disk has no place for SQLite's shared memory: it is opened as immutable, which
/// is correct as long as nothing is left in the write-ahead log.
std::string immutable_uri(const std::filesystem::path& path) {
  std::string uri = "file:";
  for (const char c : path.string()) {
    if (c == '?' || c == '#' || c == '%' || static_cast<unsigned char>(c) <= ' ')
      uri += percent_escape(c);
    else
      uri += c;
  }
  return uri + "?immutable=1";
}

std::unique_ptr<SQLite::Database> connect_for_reading(const std::filesystem::path& path) {
  disable_memory_statistics();
  const auto log = std::filesystem::path(path.string() + "-wal");
  std::error_code ignored;
  const bool log_is_empty =
      !std::filesystem::exists(log, ignored) || std::filesystem::file_size(log, ignored) == 0;
  if (log_is_empty && access(path.parent_path().c_str(), W_OK) != 0)
    return std::make_unique<SQLite::Database>(immutable_uri(path), reading() | SQLite::OPEN_URI);
  return std::make_unique<SQLite::Database>(path.string(), reading(), kBusyTimeoutMs);
}

[[noreturn]] void refuse(const Home& home, const std::string& what) {
  throw Error(ErrorKind::internal, home.database().string() + " " + what,
              "restore a backup there, or move the file away to begin anew");
}

/// Checks that the file at the archive's path is an archive. An empty file never was: archives are renamed to
/// their path when complete.
void require_archive(const Home& home) {
  std::error_code ignored;
  if (std::filesystem::file_size(home.database(), ignored) == 0)
    refuse(home, "is empty: the archive that was there is lost");
}

void require_archive(SQLite::Database& database, const Home& home) {
  if (database.execAndGet("PRAGMA application_id").getInt() != kApplicationId || version_of(database) == 0)
    refuse(home, "is another program's database, and no locker's archive");
}

/// Creates the file with its mode before SQLite opens it; the log and the shared memory inherit the mode.
void create_private_file(const std::filesystem::path& path) {
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0)
    throw Error(ErrorKind::internal, path.string() + " cannot be created: " + std::strerror(errno));
  close(descriptor);
}

/// Opens a file with the settings that apply with or without a write-ahead log.
std::unique_ptr<SQLite::Database> connect_to_file(const std::filesystem::path& path) {
  disable_memory_statistics();
  auto database = std::make_unique<SQLite::Database>(
      path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX, kBusyTimeoutMs);
  // 16 KB pages hold records of some KB without overflow chains; takes effect only on an empty file.
  database->exec("PRAGMA page_size = 16384");
  return database;
}

std::unique_ptr<SQLite::Database> connect_for_writing(const std::filesystem::path& path) {
  auto database = connect_to_file(path);
  database->exec("PRAGMA journal_mode = WAL");
  database->exec("PRAGMA synchronous = NORMAL");
  // A page that every transaction changes is written to the file once for several transactions.
  database->exec("PRAGMA wal_autocheckpoint = 2000");
  database->exec("PRAGMA temp_store = MEMORY");
  database->exec("PRAGMA cache_size = -32768");
  database->exec("PRAGMA journal_size_limit = 67108864");
  // Overwrites deleted content with zeros, as Debian's build does by default: a record that is forgotten
  // later leaves no earlier form behind.
  database->exec("PRAGMA secure_delete = ON");
  return database;
}

/// Returns whether the archive is in the middle of a change that was interrupted (SQLite's file format,
/// section 3.1: a rollback journal whose header is not zeroed) or that somebody is making.
bool has_hot_journal(const Home& home) {
  return std::ifstream(home.database().string() + "-journal", std::ios::binary).get() > 0;
}

/// Rolls back what a killed program left half changed: a connection that may write does so when it first
/// reads, and one that may not write cannot read at all. Archives have a journal if they had no write-ahead
/// log before: new ones, ones restored from a backup, or ones with an earlier schema.
void roll_back_interrupted_change(const Home& home) try {
  if (has_hot_journal(home)) (void)version_of(*connect_to_file(home.database()));
} catch (const SQLite::Exception& error) {
  if (error.getErrorCode() != SQLITE_READONLY && error.getErrorCode() != SQLITE_CANTOPEN) throw;
  throw Error(ErrorKind::internal,
              home.database().string() +
                  " is half changed: a program was killed, and to undo that takes the right to write there",
              "run \"locker status\" once as somebody who may write, or copy the folder to where you may");
}

bool needs_migration(const Home& home) {
  if (!home.exists()) return true;
  require_archive(home);
  roll_back_interrupted_change(home);
  const auto database = connect_for_reading(home.database());
  require_archive(*database, home);
  const int version = version_of(*database);
  refuse_newer(version, home);
  return version < schema_version();
}

/// Moves a new archive to its path when it is complete. It is created without a write-ahead log: closing a
/// log would not report that a full disk left half of the data in it, under a name that nobody reads any
/// more.
void create_archive(const Home& home) {
  const std::filesystem::path file = home.database().string() + ".new";
  for (const char* ending : {"", "-wal", "-shm", "-journal"}) std::filesystem::remove(file.string() + ending);
  create_private_file(file);
  migrate(*connect_to_file(file), migrations());
  std::filesystem::rename(file, home.database());
  sync_folder(home.root());
}

/// Creates or migrates the archive once nobody else has the file open; waits for that.
void migrate_alone(const Home& home) {
  const auto alone = FileLock::acquire(home.schema_lock(), FileLock::Mode::exclusive);
  if (!home.exists()) return create_archive(home);
  if (needs_migration(home)) migrate(*connect_for_writing(home.database()), migrations());
}

}  // namespace

struct Database::State {
  Home home;
  std::optional<FileLock> schema_lock;
  std::unique_ptr<SQLite::Database> sqlite;
};

Database::Database(std::unique_ptr<State> state) : state_(std::move(state)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

SQLite::Database& Database::sqlite() const { return *state_->sqlite; }
const Home& Database::home() const { return state_->home; }

void Database::enable_memory_mapping() const { state_->sqlite->exec("PRAGMA mmap_size = 2147418112"); }

Database Database::open_for_reading(const Home& home) try {
  home.require();
  require_archive(home);
  auto state = std::make_unique<State>(State{home, std::nullopt, nullptr});
  if (std::filesystem::exists(home.schema_lock()))
    state->schema_lock = FileLock::acquire(home.schema_lock(), FileLock::Mode::shared);
  roll_back_interrupted_change(home);
  state->sqlite = connect_for_reading(home.database());
  add_plain(*state->sqlite);
  require_archive(*state->sqlite, home);
  const int version = version_of(*state->sqlite);
  refuse_newer(version, home);
  if (version < schema_version())
    throw Error(ErrorKind::usage,
                home.database().string() + " has an older schema, and reading changes nothing",
                "run \"locker verify\" once to bring it up to date");
  return Database(std::move(state));
} catch (const SQLite::Exception& error) {
  throw Error(ErrorKind::internal, home.database().string() + " cannot be read: " + error.what(),
              "check its permissions, or restore a backup");
}

Database Database::open_copy(const std::filesystem::path& file) {
  auto state = std::make_unique<State>(State{Home(file.parent_path()), std::nullopt, nullptr});
  state->sqlite =
      std::make_unique<SQLite::Database>(immutable_uri(file), SQLite::OPEN_READONLY | SQLite::OPEN_URI);
  add_plain(*state->sqlite);
  return Database(std::move(state));
}

Database Database::open_for_writing(const Home& home) try {
  home.create();
  auto state = std::make_unique<State>(State{home, std::nullopt, nullptr});
  state->schema_lock = FileLock::acquire(home.schema_lock(), FileLock::Mode::shared);
  while (needs_migration(home)) {
    state->schema_lock.reset();
    migrate_alone(home);
    state->schema_lock = FileLock::acquire(home.schema_lock(), FileLock::Mode::shared);
  }
  state->sqlite = connect_for_writing(home.database());
  add_plain(*state->sqlite);
  return Database(std::move(state));
} catch (const SQLite::Exception& error) {
  throw Error(ErrorKind::internal, home.database().string() + " cannot be opened: " + error.what(),
              "check free space and permissions");
}

}  // namespace locker::store
