#include "lib/store/history.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <array>
#include <limits>

#include "lib/store/field_diff.hpp"

namespace locker::store {
namespace {

constexpr int kChunk = 1'000;
constexpr std::array<const char*, 8> kActions{"",        "new", "update", "delete",
                                              "restore", "add", "remove", "forget"};

constexpr char kColumns[] =
    "SELECT c.seq, c.time, c.action, a.name, t.name, r.key,"
    " CASE WHEN s.part = '' THEN s.name ELSE s.name || '/' || s.part END, c.record, c.version"
    " FROM change c JOIN account a ON a.id = c.account LEFT JOIN record r ON r.id = c.record"
    " LEFT JOIN type t ON t.id = r.type LEFT JOIN stream s ON s.id = c.stream";

/// Four fixed statements: by record or all, rising or falling.
std::string statement_for(const HistoryFilter& filter) {
  std::string sql = kColumns;
  sql += filter.record ? " WHERE c.record = ?3" : " WHERE ?3 IS NULL";
  sql += filter.rising ? " AND c.seq > ?1 ORDER BY c.seq LIMIT ?2"
                       : " AND c.seq < ?1 ORDER BY c.seq DESC LIMIT ?2";
  return sql;
}

Change read(SQLite::Statement& row) {
  Change change;
  change.seq = row.getColumn(0).getInt64();
  change.time = from_millis(row.getColumn(1).getInt64());
  const auto action = static_cast<std::size_t>(row.getColumn(2).getInt());
  change.action = kActions[std::min(action, kActions.size() - 1)];
  change.account = row.getColumn(3).getString();
  change.type = row.getColumn(4).getString();
  change.id = row.getColumn(5).getString();
  change.stream = row.getColumn(6).getString();
  change.record = row.getColumn(7).getInt64();
  change.version = row.getColumn(8).getInt64();
  return change;
}

bool admits(const HistoryFilter& filter, const Change& change) {
  if (filter.since && change.time < *filter.since) return false;
  if (!filter.sources.empty() && std::ranges::find(filter.sources, change.account) == filter.sources.end())
    return false;
  return filter.types.empty() || std::ranges::any_of(filter.types, [&](std::string_view wanted) {
           const std::string_view type = change.type;
           return type == wanted || (type.starts_with(wanted) && type.substr(wanted.size()).starts_with('/'));
         });
}

}  // namespace

void history(const Database& database, const HistoryFilter& filter,
             const std::function<bool(const Change&)>& take) {
  SQLite::Statement rows(database.sqlite(), statement_for(filter));
  std::int64_t from = filter.rising ? filter.after.value_or(0) : std::numeric_limits<std::int64_t>::max();
  for (;;) {
    rows.reset();
    rows.bind(1, from);
    rows.bind(2, kChunk);
    if (filter.record)
      rows.bind(3, *filter.record);
    else
      rows.bind(3);
    std::vector<Change> chunk;
    while (rows.executeStep()) chunk.push_back(read(rows));
    rows.reset();
    for (const auto& change : chunk) {
      if (filter.after && change.seq <= *filter.after) return;
      if (admits(filter, change) && !take(change)) return;
    }
    if (chunk.size() < static_cast<std::size_t>(kChunk)) return;
    from = chunk.back().seq;
  }
}

ChangeDetail detail(const Database& database, const connector::Registry& registry, const Change& change) {
  ChangeDetail result;
  if (change.version == 0) return result;
  SQLite::Statement row(
      database.sqlite(),
      "SELECT record, shape, ord, observed, id, source, raw, text, name FROM version WHERE id = ?");
  row.bind(1, change.version);
  if (!row.executeStep()) return result;
  result.source = row.getColumn(5).getString();
  const std::string raw = row.getColumn(6).getString();
  result.text_after = row.getColumn(7).getString();
  if (result.text_after.empty()) result.text_after = row.getColumn(8).getString();
  if (change.action != "update") return result;
  // The version before it: of its own shape, or else the fullest that was known.
  SQLite::Statement older(
      database.sqlite(),
      "SELECT v.raw, v.text, v.name FROM version v JOIN shape s ON s.id = v.shape"
      " WHERE v.record = ?1 AND v.id <> ?5 AND (v.ord, v.observed, v.id) < (?3, ?4, ?5)"
      " ORDER BY v.shape = ?2 DESC, v.ord DESC, CASE WHEN v.shape = ?2 THEN 0 ELSE s.rank END,"
      " v.observed DESC, v.id DESC LIMIT 1");
  for (int column = 0; column < 5; ++column) older.bind(column + 1, row.getColumn(column).getInt64());
  if (!older.executeStep()) return result;
  result.text_before = older.getColumn(1).getString();
  if (result.text_before.empty()) result.text_before = older.getColumn(2).getString();
  result.fields = field_diff(older.getColumn(0).getString(), raw, registry.type(change.type));
  return result;
}

std::int64_t last_change(const Database& database) {
  return database.sqlite().execAndGet("SELECT coalesce(max(seq), 0) FROM change").getInt64();
}

}  // namespace locker::store
