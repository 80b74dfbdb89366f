#include "lib/store/scan.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

namespace locker::store {

Scan::Scan(SQLite::Database& database, const std::string& sql) : database_(database) {
  check(sqlite3_prepare_v2(database_.getHandle(), sql.c_str(), static_cast<int>(sql.size()) + 1, &statement_,
                           nullptr));
}

Scan::~Scan() { sqlite3_finalize(statement_); }

void Scan::check(int result) const {
  if (result != SQLITE_OK) throw SQLite::Exception(database_.getHandle(), result);
}

void Scan::bind(int at, std::int64_t number) { check(sqlite3_bind_int64(statement_, at, number)); }

void Scan::bind(int at, std::string_view text) {
  check(sqlite3_bind_text(statement_, at, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT));
}

int Scan::parameters() const { return sqlite3_bind_parameter_count(statement_); }

void Scan::bind_null(int at) { check(sqlite3_bind_null(statement_, at)); }

void Scan::bind_static(int at, std::string_view text) {
  check(sqlite3_bind_text(statement_, at, text.empty() ? "" : text.data(), static_cast<int>(text.size()),
                          SQLITE_STATIC));
}

void Scan::bind_static_blob(int at, std::string_view bytes) {
  check(sqlite3_bind_blob(statement_, at, bytes.data(), static_cast<int>(bytes.size()), SQLITE_STATIC));
}

bool Scan::step() {
  const int result = sqlite3_step(statement_);
  if (result == SQLITE_ROW) return true;
  if (result != SQLITE_DONE) check(result);
  return false;
}

void Scan::reset() { sqlite3_reset(statement_); }

bool Scan::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

std::int64_t Scan::number(int column) const { return sqlite3_column_int64(statement_, column); }

std::string_view Scan::text(int column) const { return text_if_any(column).value_or(std::string_view()); }

std::optional<std::string_view> Scan::text_if_any(int column) const {
  const unsigned char* const bytes = sqlite3_column_text(statement_, column);
  if (!bytes) return std::nullopt;
  return std::string_view(reinterpret_cast<const char*>(bytes),
                          static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
}

std::string_view Scan::bytes(int column) const {
  const void* const blob = sqlite3_column_blob(statement_, column);
  if (!blob) return {};
  return {static_cast<const char*>(blob), static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

}  // namespace locker::store
