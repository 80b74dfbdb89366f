#include "lib/store/sql_query.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <array>
#include <memory>

#include "lib/base/error.hpp"
#include "lib/base/hex.hpp"
#include "lib/store/database.hpp"

namespace locker::store {
namespace {

/// Limits for statements of which many may run at once: the size of a value, the number of columns, and the
/// size of a row.
constexpr int kLargestValue = 32 << 20, kMostColumns = 100;
constexpr std::size_t kLargestRow = 32 << 20;

constexpr char kHint[] =
    "--sql takes one statement that only reads, for example 'SELECT time, text FROM tweets'";

/// Pragmas that only read, and take a name.
constexpr std::array<std::string_view, 9> kWithArgument{"table_info",  "table_xinfo",     "index_info",
                                                        "index_xinfo", "index_list",      "foreign_key_list",
                                                        "table_list",  "integrity_check", "quick_check"};

/// Returns whether a pragma only reads. With a value, most of them would set.
bool is_read_only_pragma(std::string_view pragma, const char* value) {
  static constexpr std::array<std::string_view, 12> kWithout{
      "user_version",    "application_id", "schema_version", "page_count",
      "page_size",       "freelist_count", "journal_mode",   "encoding",
      "compile_options", "collation_list", "database_list",  "data_version"};
  for (const auto name : kWithArgument)
    if (pragma == name) return true;
  for (const auto name : kWithout)
    if (pragma == name) return value == nullptr;
  return false;
}

int authorize(void* /*context*/, int action, const char* first, const char* second, const char* /*database*/,
              const char* /*trigger*/) {
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
      return SQLITE_OK;
    case SQLITE_FUNCTION: {
      const std::string_view function = second ? second : "";
      const bool reaches_out = function == "load_extension" || function == "readfile" ||
                               function == "writefile" || function == "edit" || function == "fts3_tokenizer";
      return reaches_out ? SQLITE_DENY : SQLITE_OK;
    }
    case SQLITE_PRAGMA:
      return is_read_only_pragma(first ? first : "", second) ? SQLITE_OK : SQLITE_DENY;
    default:
      return SQLITE_DENY;
  }
}

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using PreparedStatement = std::unique_ptr<sqlite3_stmt, Finalize>;

/// Returns a hint that leads from a name that does not exist to those that do.
std::string hint_for(std::string_view why) {
  if (why.starts_with("no such column"))
    return "'PRAGMA table_xinfo(tweets)' tells the columns of the view \"tweets\"";
  if (why.starts_with("no such table")) return "'PRAGMA table_list' tells the tables and views there are";
  return kHint;
}

[[noreturn]] void refuse(const std::string& why) {
  throw Error(ErrorKind::usage, "--sql: " + why, hint_for(why));
}

/// Returns true if only white space, semicolons and comments are left: another statement would compile.
bool is_blank(sqlite3* database, const char* rest) {
  while (rest && *rest) {
    sqlite3_stmt* more = nullptr;
    const char* next = nullptr;
    if (sqlite3_prepare_v2(database, rest, -1, &more, &next) != SQLITE_OK) return false;
    const PreparedStatement owned(more);
    if (more) return false;
    rest = next;
  }
  return true;
}

PreparedStatement prepare(sqlite3* database, const std::string& text) {
  sqlite3_stmt* statement = nullptr;
  const char* rest = nullptr;
  if (sqlite3_prepare_v2(database, text.c_str(), static_cast<int>(text.size()) + 1, &statement, &rest) !=
      SQLITE_OK)
    refuse(sqlite3_errmsg(database));
  PreparedStatement prepared(statement);
  if (!statement) refuse("there is no statement");
  if (!is_blank(database, rest)) refuse("there is more than one statement");
  if (!sqlite3_stmt_readonly(statement) || sqlite3_column_count(statement) == 0)
    refuse("the statement does not just read");
  return prepared;
}

/// Called by SQLite from time to time, to ask whether to continue.
class Watch {
 public:
  Watch(sqlite3* database, const SqlBounds& bounds) : bounds_(bounds) {
    constexpr int kSteps = 10'000;  // of SQLite's virtual machine; take less than a millisecond
    if (bounds_.longest.count() > 0 || bounds_.stop.stop_possible())
      sqlite3_progress_handler(
          database, kSteps, [](void* watch) { return static_cast<Watch*>(watch)->ends() ? 1 : 0; }, this);
  }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  /// Throws the reason why the statement was stopped, if this stopped it.
  void tell() const {
    if (bounds_.stop.stop_requested()) throw Error(ErrorKind::interrupted, "the statement was ended");
    if (is_late())
      throw Error(ErrorKind::usage,
                  "--sql: the statement and its rows took longer than " +
                      std::to_string(std::chrono::ceil<std::chrono::seconds>(bounds_.longest).count()) + "s",
                  "ask for less at once, or ask with \"locker query --sql\" in a shell");
  }

 private:
  [[nodiscard]] bool is_late() const {
    return bounds_.longest.count() > 0 && std::chrono::steady_clock::now() >= begun_ + bounds_.longest;
  }
  [[nodiscard]] bool ends() const { return bounds_.stop.stop_requested() || is_late(); }

  const SqlBounds& bounds_;
  const std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

/// Lets a sort or a join that exceeds its cache use a file, which SQLite creates without a name in a folder
/// for temporary files, mode 0600; if there is none, a sort that needs it fails.
void spill_sorts(SQLite::Database& database) {
  database.exec("PRAGMA temp_store = FILE");
  database.exec("PRAGMA cache_size = -8192");
}

void bound_rows(sqlite3* database) {
  sqlite3_limit(database, SQLITE_LIMIT_LENGTH, kLargestValue);
  sqlite3_limit(database, SQLITE_LIMIT_COLUMN, kMostColumns);
}

std::size_t row_size(sqlite3_stmt* statement) {
  std::size_t sum = 0;
  for (int i = 0; i < sqlite3_column_count(statement); ++i)
    if (const int type = sqlite3_column_type(statement, i); type == SQLITE_TEXT || type == SQLITE_BLOB)
      sum += static_cast<std::size_t>(sqlite3_column_bytes(statement, i));
  return sum;
}

SqlValue value_of(sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      return static_cast<std::int64_t>(sqlite3_column_int64(statement, column));
    case SQLITE_FLOAT:
      return sqlite3_column_double(statement, column);
    case SQLITE_TEXT:
      return std::string(reinterpret_cast<const char*>(sqlite3_column_text(statement, column)),
                         static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
    case SQLITE_BLOB:
      return to_hex({static_cast<const char*>(sqlite3_column_blob(statement, column)),
                     static_cast<std::size_t>(sqlite3_column_bytes(statement, column))});
    default:
      return std::monostate{};
  }
}

}  // namespace

void run_sql(const Home& home, const std::string& text,
             const std::function<void(const std::vector<std::string>&)>& head,
             const std::function<bool(const std::vector<SqlValue>&)>& row, const SqlBounds& bounds) {
  if (text.find('\0') != std::string::npos) refuse("there is a NUL in the statement");
  const Database database = Database::open_for_reading(home);
  sqlite3* handle = database.sqlite().getHandle();
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
  database.sqlite().exec("PRAGMA query_only = ON");
  spill_sorts(database.sqlite());
  sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
  // These declare their tables to SQLite at first use, which the authorizer would take for a CREATE.
  database.sqlite().exec("SELECT 1 FROM search WHERE rowid IS NULL");
  database.sqlite().exec("SELECT 1 FROM json_each('[]'), json_tree('[]')");
  if (text.find("pragma_") != std::string::npos)
    for (const auto pragma : kWithArgument)
      database.sqlite().exec("SELECT 1 FROM pragma_" + std::string(pragma) + " LIMIT 0");
  if (bounds.longest.count() > 0) bound_rows(handle);
  sqlite3_set_authorizer(handle, authorize, nullptr);
  Watch watch(handle, bounds);
  const PreparedStatement statement = prepare(handle, text);
  const int columns = sqlite3_column_count(statement.get());
  std::vector<std::string> names;
  for (int i = 0; i < columns; ++i) names.emplace_back(sqlite3_column_name(statement.get(), i));
  // The first step may fail too, so nothing is output before it succeeds.
  int result = sqlite3_step(statement.get());
  if (result == SQLITE_INTERRUPT) watch.tell();
  if (result != SQLITE_ROW && result != SQLITE_DONE) refuse(sqlite3_errmsg(handle));
  head(names);
  for (; result == SQLITE_ROW; result = sqlite3_step(statement.get())) {
    if (bounds.longest.count() > 0 && row_size(statement.get()) > kLargestRow)
      refuse("a row is longer than 32 MB");
    std::vector<SqlValue> values;
    for (int i = 0; i < columns; ++i) values.push_back(value_of(statement.get(), i));
    if (!row(values)) return;
  }
  if (result == SQLITE_INTERRUPT) watch.tell();
  if (result != SQLITE_DONE) refuse(sqlite3_errmsg(handle));
}

}  // namespace locker::store
