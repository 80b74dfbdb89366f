#include "lib/store/found.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <string_view>

namespace locker::store {
namespace {

/// A hash may be abbreviated to this many of its digits.
constexpr std::size_t kLeastOfHash = 7, kHash = 40;

bool is_part_of_hash(std::string_view id) {
  return id.size() >= kLeastOfHash && id.size() < kHash &&
         id.find_first_not_of("0123456789abcdef") == std::string_view::npos &&
         id.find_first_of("abcdef") != std::string_view::npos;
}

std::vector<Resolved> all_of(SQLite::Statement& rows) {
  std::vector<Resolved> found;
  while (rows.executeStep())
    found.push_back({rows.getColumn(0).getInt64(), rows.getColumn(1).getString(),
                     rows.getColumn(2).getString(), rows.getColumn(3).getString()});
  return found;
}

std::vector<Resolved> rows_of(SQLite::Statement& rows, const Wanted& wanted) {
  rows.bind(1, wanted.id);
  rows.bind(2, wanted.account);
  rows.bind(3, wanted.type);
  return all_of(rows);
}

}  // namespace

std::vector<Resolved> find(SQLite::Database& database, const Wanted& wanted) {
  // A bare id is looked up in each of the few (account, type) pairs, through the index on keys.
  SQLite::Statement rows(
      database,
      "SELECT r.id, a.name, t.name, r.key FROM account a CROSS JOIN type t CROSS JOIN record r"
      " WHERE r.account = a.id AND r.type = t.id AND r.key = ?1 AND (?2 = '' OR a.name = ?2)"
      " AND (?3 = '' OR t.name = ?3 OR t.name LIKE ?3 || '/%')"
      " UNION SELECT r.id, a.name, t.name, r.key FROM account a CROSS JOIN type t CROSS JOIN alias l"
      " JOIN record r ON r.id = l.record WHERE l.account = a.id AND l.type = t.id AND l.key = ?1"
      " AND (?2 = '' OR a.name = ?2) AND (?3 = '' OR t.name = ?3 OR t.name LIKE ?3 || '/%')"
      " ORDER BY 2, 3");
  return rows_of(rows, wanted);
}

std::vector<Resolved> find_ignoring_case(SQLite::Database& database, const std::string& name) {
  SQLite::Statement rows(database,
                         "SELECT DISTINCT r.id, a.name, t.name, r.key FROM alias l JOIN record r"
                         " ON r.id = l.record JOIN account a ON a.id = l.account JOIN type t ON t.id = l.type"
                         " WHERE l.key = ? COLLATE NOCASE ORDER BY 2, 3");
  rows.bind(1, name);
  return all_of(rows);
}

std::vector<Resolved> find_abbreviated(SQLite::Database& database, const Wanted& wanted) {
  if (!is_part_of_hash(wanted.id)) return {};
  SQLite::Statement rows(
      database,
      "SELECT r.id, a.name, t.name, r.key FROM account a CROSS JOIN type t CROSS JOIN record r"
      " WHERE r.account = a.id AND r.type = t.id AND r.key > ?1 AND r.key < ?1 || 'g' AND length(r.key) = 40"
      " AND (?2 = '' OR a.name = ?2) AND (?3 = '' OR t.name = ?3 OR t.name LIKE ?3 || '/%') ORDER BY 2, 3");
  return rows_of(rows, wanted);
}

std::vector<Resolved> find_by_display_name(SQLite::Database& database, const std::string& type,
                                           const std::string& name) {
  SQLite::Statement rows(database,
                         "SELECT r.id, a.name, t.name, r.key FROM type t JOIN record r ON r.type = t.id"
                         " JOIN account a ON a.id = r.account JOIN version f ON f.id = r.face"
                         " WHERE t.name = ?1 AND f.name = ?2 COLLATE NOCASE ORDER BY 2, 4");
  rows.bind(1, type);
  rows.bind(2, name);
  return all_of(rows);
}

std::vector<std::string> aliases_of(SQLite::Database& database, std::int64_t record) {
  SQLite::Statement rows(database, "SELECT key FROM alias WHERE record = ?");
  rows.bind(1, record);
  std::vector<std::string> names;
  while (rows.executeStep()) names.push_back(rows.getColumn(0).getString());
  return names;
}

void add_new(std::vector<Resolved> more, std::vector<Resolved>& all) {
  for (auto& one : more)
    if (std::ranges::find(all, one.record, &Resolved::record) == all.end()) all.push_back(std::move(one));
}

}  // namespace locker::store
