#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "lib/store/write/digest.hpp"

namespace locker::store {

/// Prepared statements, each made at its first use and kept: SQL stands where it is used and is
/// compiled once. Keyed by the literal's address.
class Statements {
 public:
  explicit Statements(SQLite::Database& database) : database_(database) {}

  /// The statement, reset and ready to bind. `sql` must be a string literal.
  SQLite::Statement& operator()(const char* sql) {
    auto [at, is_new] = prepared_.try_emplace(sql, database_, sql);
    if (!is_new) at->second.reset();
    return at->second;
  }

  /// Runs a statement that returns nothing; how many rows it changed.
  template <class... Values>
  int run(const char* sql, const Values&... values) {
    SQLite::Statement& statement = (*this)(sql);
    bind_all(statement, values...);
    return statement.exec();
  }

  /// The first column of the first row, as a number; absent without a row or for NULL.
  template <class... Values>
  std::optional<std::int64_t> number(const char* sql, const Values&... values) {
    SQLite::Statement& statement = (*this)(sql);
    bind_all(statement, values...);
    std::optional<std::int64_t> result;
    if (statement.executeStep() && !statement.getColumn(0).isNull())
      result = statement.getColumn(0).getInt64();
    statement.reset();
    return result;
  }

  template <class... Values>
  static void bind_all(SQLite::Statement& statement, const Values&... values) {
    int at = 0;
    (bind(statement, ++at, values), ...);
  }

 private:
  static void bind(SQLite::Statement& s, int at, std::int64_t v) { s.bind(at, v); }
  static void bind(SQLite::Statement& s, int at, int v) { s.bind(at, v); }
  static void bind(SQLite::Statement& s, int at, bool v) { s.bind(at, v ? 1 : 0); }
  static void bind(SQLite::Statement& s, int at, const std::string& v) { s.bindNoCopy(at, v); }
  static void bind(SQLite::Statement& s, int at, std::string_view v) { s.bind(at, std::string(v)); }
  static void bind(SQLite::Statement& s, int at, const char* v) { s.bind(at, v); }
  static void bind(SQLite::Statement& s, int at, const Digest& v) {
    s.bind(at, v.data(), static_cast<int>(v.size()));
  }
  template <class T>
  static void bind(SQLite::Statement& s, int at, const std::optional<T>& v) {
    v ? bind(s, at, *v) : s.bind(at);
  }

  SQLite::Database& database_;
  std::unordered_map<const char*, SQLite::Statement> prepared_;
};

/// The text of a column, valid until the statement steps on.
inline std::string_view text_of(SQLite::Statement& statement, int column) {
  const SQLite::Column value = statement.getColumn(column);
  const char* text = value.getText("");
  return {text, static_cast<std::size_t>(value.getBytes())};
}

/// NULL where the text is empty.
inline std::optional<std::string_view> or_null(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace locker::store
