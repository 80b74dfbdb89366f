#include "lib/store/database_error.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>
#include <sys/resource.h>

#include <optional>
#include <string>

namespace locker::store {
namespace {

/// Returns the limit, since SQLite does not pass on the system's error for a file that is too large.
std::optional<std::string> limit_of_files() {
  rlimit limit{};
  if (getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return std::nullopt;
  return "no file may be larger than " + std::to_string(limit.rlim_cur / 1024) + " KB here (ulimit -f)";
}

Error not_written(const SQLite::Exception& error, const Home& home) {
  const auto limit = error.getErrorCode() == SQLITE_IOERR ? limit_of_files() : std::nullopt;
  return {ErrorKind::internal,
          home.database().string() + " or its log could not be written: " + limit.value_or(error.what()),
          std::string(limit ? "lift that limit" : "check the disk and its free space") +
              " and run it again; nothing that was stored is lost"};
}

/// It stays so until somebody changes it: the next run would fail too.
Error read_only(const SQLite::Exception& error, const Home& home) {
  return {ErrorKind::internal, home.database().string() + " cannot be written: " + error.what(),
          "check the permissions of the file and its folder; nothing that was stored is lost"};
}

}  // namespace

Error database_error(const std::exception& error, const Home& home) {
  const auto* of_database = dynamic_cast<const SQLite::Exception*>(&error);
  const int code = of_database ? of_database->getErrorCode() & 0xff : SQLITE_OK;
  if (code == SQLITE_IOERR || code == SQLITE_FULL) return not_written(*of_database, home);
  if (code == SQLITE_READONLY) return read_only(*of_database, home);
  return {ErrorKind::internal, error.what()};
}

}  // namespace locker::store
