#include "lib/store/schema.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include "lib/store/sql.hpp"

namespace locker::store {
namespace {

void create_first_schema(SQLite::Database& database) {
  database.exec(sql::schema);
  // Identifies digests of what is forgotten without naming it; made by SQLite's own generator.
  database.exec("INSERT INTO meta(key, value) VALUES ('salt', randomblob(32))");
}

void to_second_schema(SQLite::Database& database) { database.exec(sql::schema_2); }

void to_third_schema(SQLite::Database& database) { database.exec(sql::schema_3); }

/// Whoever writes next makes them anew, since it finds no text of them.
void drop_views(SQLite::Database& database) {
  std::vector<std::string> names;
  SQLite::Statement list(database, "SELECT name FROM sqlite_schema WHERE type = 'view'");
  while (list.executeStep()) names.push_back(list.getColumn(0).getString());
  list.reset();
  for (const auto& name : names) database.exec("DROP VIEW \"" + name + "\"");
  database.exec("DELETE FROM meta WHERE key = 'views'");
}

void to_fourth_schema(SQLite::Database& database) {
  drop_views(database);
  database.exec(sql::schema_4);
}

}  // namespace

const std::vector<Migration>& migrations() {
  static const std::vector<Migration> kMigrations{create_first_schema, to_second_schema, to_third_schema,
                                                  to_fourth_schema};
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
