#include "lib/store/write/write_context.hpp"

#include "lib/store/own_names.hpp"
#include "lib/store/sql.hpp"
#include "lib/store/stream_views.hpp"
#include "lib/store/write/parts.hpp"
#include "lib/store/write/write_transaction.hpp"

namespace locker::store {
namespace {

constexpr int kUnknownRank = 99;

}  // namespace

WriteContext::WriteContext(Database opened, const connector::Registry& connectors)
    : database(std::move(opened)), registry(connectors), statement(database.sqlite()) {}

void WriteContext::register_facts() {
  digest_earlier_parts(database, statement);
  // Views contain no data, so they follow the program and need no migration: they are replaced if they
  // differ.
  const std::string views = std::string(sql::views) + records_view(registry) + stream_views(registry);
  SQLite::Statement current(database.sqlite(), "SELECT value FROM meta WHERE key = 'views'");
  if (current.executeStep() && current.getColumn(0).getString() == views) return;
  current.reset();
  WriteTransaction transaction(database);
  std::vector<std::string> old;
  SQLite::Statement list(database.sqlite(), "SELECT name FROM sqlite_schema WHERE type = 'view'");
  while (list.executeStep()) old.push_back(list.getColumn(0).getString());
  list.reset();
  for (const auto& name : old) database.sqlite().exec("DROP VIEW \"" + name + "\"");
  database.sqlite().exec(views);
  statement.run("INSERT OR REPLACE INTO meta(key, value) VALUES ('views', ?)", views);
  transaction.commit();
}

TypeRow& WriteContext::type_row(std::string_view name) {
  if (const auto known = types.find(name); known != types.end()) return known->second;
  const std::string text(name);
  statement.run("INSERT OR IGNORE INTO type(name) VALUES (?)", text);
  TypeRow row;
  row.id = statement.number("SELECT id FROM type WHERE name = ?", text).value();
  row.facts = registry.type(name);
  if (row.facts) row.rules = {row.facts->volatile_fields, row.facts->aliases};
  return types.emplace(text, std::move(row)).first->second;
}

const TypeRow& WriteContext::type(std::string_view name) { return type_row(name); }

std::pair<std::int64_t, int> WriteContext::shape(TypeRow& type, std::string_view name) {
  if (const auto known = type.shapes.find(name); known != type.shapes.end()) return known->second;
  int rank = kUnknownRank;
  if (type.facts)
    for (const auto& stated : type.facts->shapes)
      if (stated.name == name) rank = stated.rank;
  const std::string text(name);
  statement.run(
      "INSERT INTO shape(type, name, rank) VALUES (?, ?, ?)"
      " ON CONFLICT(type, name) DO UPDATE SET rank = excluded.rank",
      type.id, text, rank);
  const auto id = statement.number("SELECT id FROM shape WHERE type = ? AND name = ?", type.id, text).value();
  return type.shapes.emplace(text, std::pair(id, rank)).first->second;
}

std::int64_t WriteContext::log(Action action, std::int64_t account, std::optional<std::int64_t> record,
                               std::optional<std::int64_t> stream, std::optional<std::int64_t> version,
                               Instant now) {
  statement.run(
      "INSERT INTO change(time, action, account, record, stream, version) VALUES (?, ?, ?, ?, ?, ?)",
      to_millis(now), static_cast<int>(action), account, record, stream, version);
  return database.sqlite().getLastInsertRowid();
}

}  // namespace locker::store
