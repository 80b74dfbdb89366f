#include "lib/store/write/schema_check.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "lib/store/schema.hpp"

namespace locker::store {
namespace {

/// "table", "index", "view" or "trigger", and its name.
using Object = std::pair<std::string, std::string>;
/// Maps objects to the statements that create them, in the form of normal().
using Objects = std::map<Object, std::string>;

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

bool binds(char c) { return c == '(' || c == ')' || c == ','; }

/// Returns the end of the quoted text or comment that begins at `at`, or else of the character there.
std::size_t end_of_piece(std::string_view sql, std::size_t at) {
  const char first = sql[at];
  std::size_t end = at;
  if (first == '\'' || first == '"')
    end = sql.find(first, at + 1);
  else if (sql.substr(at, 2) == "--")
    end = sql.find('\n', at);
  return end == std::string_view::npos ? sql.size() : end + 1;
}

/// Removes comments and unnecessary blanks: archives contain the SQL of the program that created them.
std::string normal(std::string_view sql) {
  std::string text;
  for (std::size_t at = 0, end = 0; at < sql.size(); at = end) {
    end = end_of_piece(sql, at);
    const bool is_gap = is_blank(sql[at]) || sql.substr(at, 2) == "--";
    if (!is_gap) {
      if (binds(sql[at]) && text.ends_with(' ')) text.pop_back();
      text += sql.substr(at, end - at);
    } else if (!text.empty() && text.back() != ' ' && !binds(text.back())) {
      text += ' ';
    }
  }
  while (text.ends_with(' ') || text.ends_with(';')) text.pop_back();
  return text;
}

/// SQLite itself creates the tables of the full-text index, which depend on its version.
bool is_made_by_sqlite(const Object& object) {
  return object.first == "table" && object.second.starts_with("search_");
}

Objects objects_of(SQLite::Database& database) {
  Objects objects;
  SQLite::Statement rows(database,
                         "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
                         " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'");
  while (rows.executeStep()) {
    Object object(rows.getColumn(0).getString(), rows.getColumn(1).getString());
    std::string sql = is_made_by_sqlite(object) ? "" : normal(rows.getColumn(2).getString());
    objects.emplace(std::move(object), std::move(sql));
  }
  return objects;
}

/// Adds the views of `text`, which is a sequence of statements.
void put_views(std::string_view text, Objects& objects) {
  static constexpr std::string_view kBegin = "CREATE VIEW ";
  auto begin = text.find(kBegin);
  while (begin != std::string_view::npos) {
    const auto next = text.find("\nCREATE VIEW ", begin);
    const std::string_view view = text.substr(begin, next == std::string_view::npos ? next : next - begin);
    std::string name(view.substr(kBegin.size(), view.find_first_of(" \n", kBegin.size()) - kBegin.size()));
    std::erase(name, '"');
    objects[{"view", name}] = normal(view);
    begin = next == std::string_view::npos ? next : next + 1;
  }
}

/// Returns what the program's own statements create in memory, and the views that were last written.
Objects expected_in(SQLite::Database& database, const Objects& found) {
  SQLite::Database memory(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  migrate(memory, migrations());
  Objects expected = objects_of(memory);
  if (!found.contains({"table", "meta"})) return expected;
  SQLite::Statement views(database, "SELECT value FROM meta WHERE key = 'views'");
  if (views.executeStep()) put_views(views.getColumn(0).getString(), expected);
  return expected;
}

}  // namespace

std::vector<std::string> schema_problems(SQLite::Database& database) {
  std::vector<std::string> problems;
  const Objects found = objects_of(database);
  for (const auto& [object, sql] : expected_in(database, found)) {
    const auto there = found.find(object);
    if (there == found.end())
      problems.push_back("the " + object.first + " \"" + object.second + "\" is missing");
    else if (there->second != sql)
      problems.push_back("the " + object.first + " \"" + object.second + "\" is not built as it was");
  }
  for (const auto& [object, sql] : found)
    if (object.first == "trigger")
      problems.push_back("the trigger \"" + object.second + "\" is none of this program's");
  return problems;
}

}  // namespace locker::store
