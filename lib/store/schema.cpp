#include "lib/store/schema.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <string>
#include <utility>

#include "lib/store/sql.hpp"

namespace locker::store {
namespace {

void create_first_schema(SQLite::Database& database) {
  database.exec(sql::schema);
  // Salts the digests of what is forgotten, so that they do not reveal its name; from SQLite's own generator.
  database.exec("INSERT INTO meta(key, value) VALUES ('salt', randomblob(32))");
}

void to_second_schema(SQLite::Database& database) { database.exec(sql::schema_2); }

void to_third_schema(SQLite::Database& database) { database.exec(sql::schema_3); }

/// Drops the views while `change` alters what they refer to, since SQLite would rewrite them too, and
/// recreates them as they were.
void without_views(SQLite::Database& database, const char* change) {
  std::vector<std::pair<std::string, std::string>> views;
  SQLite::Statement list(database, "SELECT name, sql FROM sqlite_schema WHERE type = 'view'");
  while (list.executeStep()) views.emplace_back(list.getColumn(0).getString(), list.getColumn(1).getString());
  list.reset();
  for (const auto& [name, sql] : views) database.exec("DROP VIEW \"" + name + "\"");
  database.exec(change);
  for (const auto& [name, sql] : views) database.exec(sql);
}

void to_fourth_schema(SQLite::Database& database) { without_views(database, sql::schema_4); }

/// Returns whether an indexed text has an accent: a combining one, which few scripts have, or the ångström
/// sign.
bool has_indexed_accents(SQLite::Database& database) {
  return SQLite::Statement(database, "SELECT 1 FROM entry WHERE text GLOB '*[å\u0300-\u0331]*' LIMIT 1")
      .executeStep();
}

/// Increments schema_version, so that every connection reads the declarations again.
void to_fifth_schema(SQLite::Database& database) {
  const int version = database.execAndGet("PRAGMA schema_version").getInt();
  without_views(database, sql::schema_5);
  database.exec("PRAGMA schema_version = " + std::to_string(version + 1));
  if (has_indexed_accents(database)) database.exec("INSERT INTO search(search) VALUES ('rebuild')");
}

}  // namespace

const std::vector<Migration>& migrations() {
  static const std::vector<Migration> kMigrations{create_first_schema, to_second_schema, to_third_schema,
                                                  to_fourth_schema, to_fifth_schema};
  return kMigrations;
}

int schema_version() { return static_cast<int>(migrations().size()); }

int version_of(SQLite::Database& database) { return database.execAndGet("PRAGMA user_version").getInt(); }

void migrate(SQLite::Database& database, const std::vector<Migration>& steps) {
  for (auto version = static_cast<std::size_t>(version_of(database)); version < steps.size(); ++version) {
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    steps[version](database);
    database.exec("PRAGMA application_id = " + std::to_string(kApplicationId));
    database.exec("PRAGMA user_version = " + std::to_string(version + 1));
    transaction.commit();
  }
}

}  // namespace locker::store
