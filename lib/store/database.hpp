#pragma once

#include <filesystem>
#include <memory>

#include "lib/base/home.hpp"

namespace SQLite {
class Database;
}

namespace locker::store {

/// An open locker.db. The schema lock is held (shared) for as long as it lives, so that a
/// migration waits until it is alone.
class Database {
 public:
  /// For reading: writes nothing, migrates nothing, creates nothing. Throws Error{no_locker}
  /// where there is none, Error{internal} if what is there is none, Error{usage} if a newer program made it.
  [[nodiscard]] static Database open_for_reading(const Home& home);
  /// For writing: creates home and file if needed, brings the schema up to date (alone). Throws as above
  /// for what lies there, and leaves that as it is.
  [[nodiscard]] static Database open_for_writing(const Home& home);

  /// A file that nobody else uses, read as it lies (a backup that is being checked).
  [[nodiscard]] static Database open_copy(const std::filesystem::path& file);

  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  [[nodiscard]] SQLite::Database& sqlite() const;
  [[nodiscard]] const Home& home() const;

  /// Maps the file into memory as far as SQLite can: a third less work for who reads most of it.
  void expect_to_be_read_whole() const;

 private:
  struct State;
  explicit Database(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace locker::store
