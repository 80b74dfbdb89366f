#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3_stmt;

namespace SQLite {
class Database;
}

namespace locker::store {

/// A prepared statement that is run, or whose rows are read, millions of times: SQLiteCpp's own shares
/// ownership with each column it returns, which took half the time of a row, and copies what is bound. Throws
/// SQLite::Exception, as SQLiteCpp does.
class Scan {
 public:
  Scan(SQLite::Database& database, const std::string& sql);
  ~Scan();
  Scan(const Scan&) = delete;
  Scan& operator=(const Scan&) = delete;

  void bind(int at, std::int64_t number);
  void bind(int at, std::string_view text);
  void bind_null(int at);
  /// Returns the greatest parameter number.
  [[nodiscard]] int parameters() const;
  /// Binds without a copy: `text` must live until the last step.
  void bind_static(int at, std::string_view text);
  void bind_static_blob(int at, std::string_view bytes);
  /// Steps to the next row; false at the end. Until then a read transaction is open: see reset().
  bool step();
  void reset();

  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] std::int64_t number(int column) const;
  /// Valid until the next step; empty for NULL.
  [[nodiscard]] std::string_view text(int column) const;
  /// Same as text(), but absent for NULL.
  [[nodiscard]] std::optional<std::string_view> text_if_any(int column) const;
  [[nodiscard]] std::string_view bytes(int column) const;

 private:
  void check(int result) const;
  SQLite::Database& database_;
  sqlite3_stmt* statement_ = nullptr;
};

}  // namespace locker::store
