#pragma once

#include <filesystem>
#include <memory>

#include "lib/base/home.hpp"

namespace SQLite {
class Database;
}

namespace locker::store {

/// An open locker.db. Holds the schema lock (shared) for its lifetime, so a migration waits until no other
/// connection is open.
class Database {
 public:
  /// Opens for reading: writes, migrates and creates nothing. Throws Error{no_locker} if there is no locker,
  /// Error{internal} if the file is not a locker's archive, Error{usage} if its schema is newer or older than
  /// this program's.
  [[nodiscard]] static Database open_for_reading(const Home& home);
  /// Opens for writing: creates the home and the file if needed and migrates the schema (with exclusive
  /// access). Throws as above if the existing file is not an archive or is newer, and leaves it unchanged.
  [[nodiscard]] static Database open_for_writing(const Home& home);

  /// Opens a file that nobody else uses, read-only and as it is (a backup being verified).
  [[nodiscard]] static Database open_copy(const std::filesystem::path& file);

  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  [[nodiscard]] SQLite::Database& sqlite() const;
  [[nodiscard]] const Home& home() const;

  /// Memory-maps as much of the file as SQLite can: a third less work for a caller that reads most of it.
  void enable_memory_mapping() const;

 private:
  struct State;
  explicit Database(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace locker::store
