#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "lib/store/scan.hpp"
#include "lib/store/write/digest.hpp"

namespace locker::store {

/// Bytes that are not text.
struct Blob {
  std::string_view bytes;
};

/// Prepared statements, each created at its first use and cached: SQL is written where it is used, and
/// compiled once. Keyed by the literal's address.
class Statements {
 public:
  explicit Statements(SQLite::Database& database) : database_(database) {}

  /// Returns the statement, reset and ready to bind. `sql` must be a string literal.
  Scan& operator()(const char* sql) {
    const auto [at, is_new] = prepared_.try_emplace(sql, database_, sql);
    if (!is_new) at->second.reset();
    return at->second;
  }

  /// Runs a statement that returns no rows; returns how many rows it changed.
  template <class... Values>
  int run(const char* sql, const Values&... values) {
    Scan& statement = (*this)(sql);
    bind_all(statement, values...);
    statement.step();
    statement.reset();
    return database_.getChanges();
  }

  /// Returns the first column of the first row as a number; absent without a row or for NULL.
  template <class... Values>
  std::optional<std::int64_t> number(const char* sql, const Values&... values) {
    Scan& statement = (*this)(sql);
    bind_all(statement, values...);
    std::optional<std::int64_t> result;
    if (statement.step() && !statement.is_null(0)) result = statement.number(0);
    statement.reset();
    return result;
  }

  /// Binds values. Texts are not copied: they must live until the statement is reset.
  template <class... Values>
  static void bind_all(Scan& statement, const Values&... values) {
    int at = 0;
    (bind(statement, ++at, values), ...);
  }

 private:
  static void bind(Scan& s, int at, std::int64_t v) { s.bind(at, v); }
  static void bind(Scan& s, int at, int v) { s.bind(at, static_cast<std::int64_t>(v)); }
  static void bind(Scan& s, int at, bool v) { s.bind(at, static_cast<std::int64_t>(v)); }
  static void bind(Scan& s, int at, std::string_view v) { s.bind_static(at, v); }
  static void bind(Scan& s, int at, const std::string& v) { s.bind_static(at, v); }
  static void bind(Scan& s, int at, const char* v) { s.bind_static(at, v); }
  static void bind(Scan& s, int at, const Blob& v) { s.bind_static_blob(at, v.bytes); }
  static void bind(Scan& s, int at, const Digest& v) {
    s.bind_static_blob(at, {reinterpret_cast<const char*>(v.data()), v.size()});
  }
  template <class T>
  static void bind(Scan& s, int at, const std::optional<T>& v) {
    v ? bind(s, at, *v) : s.bind_null(at);
  }

  SQLite::Database& database_;
  std::unordered_map<const char*, Scan> prepared_;
};

/// Returns the text of a column, valid until the next step.
inline std::string_view text_of(const Scan& row, int column) { return row.text(column); }

/// Returns NULL for an empty text.
inline std::optional<std::string_view> or_null(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace locker::store
