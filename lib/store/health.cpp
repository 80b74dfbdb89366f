#include "lib/store/health.hpp"

#include "lib/store/scan.hpp"

namespace locker::store {
namespace {

/// Returns SQL for the people whom records name besides their authors; nobody has the id "0".
std::string named_beside(const connector::Registry& registry) {
  std::string sql;
  for (const auto* connector : registry.all())
    for (const auto& type : connector->types)
      for (const auto& path : type.people)
        sql.append(
               " UNION SELECT e.value FROM record r JOIN version v ON v.record = r.id AND v.newest = 1"
               " JOIN json_each(v.raw, '$.")
            .append(path)
            .append("') e WHERE r.account = (SELECT id FROM mine) AND r.state = 0 AND e.type = 'text'")
            .append(" AND e.value <> '0' AND r.type = (SELECT id FROM type WHERE name = '")
            .append(type.name)
            .append("')");
  return sql;
}

}  // namespace

std::vector<std::string> quick_check(const Database& database) {
  Scan rows(database.sqlite(), "PRAGMA quick_check(10)");
  std::vector<std::string> problems;
  while (rows.step())
    if (rows.text(0) != "ok") problems.emplace_back(rows.text(0));
  return problems;
}

std::optional<Instant> last_written(const Database& database) {
  Scan row(database.sqlite(),
           "SELECT max(time) FROM (SELECT time FROM (SELECT time FROM change ORDER BY seq DESC LIMIT 1)"
           " UNION ALL SELECT began FROM (SELECT began FROM run ORDER BY id DESC LIMIT 1))");
  if (!row.step() || row.is_null(0)) return std::nullopt;
  return from_millis(row.number(0));
}

std::vector<std::string> unnamed_people(const Database& database, const connector::Registry& registry,
                                        std::string_view account) {
  Scan rows(database.sqlite(),
            "WITH mine AS (SELECT id, user_id, handle FROM account WHERE name = ?1), told AS ("
            "  SELECT r.author AS person FROM record r WHERE r.account = (SELECT id FROM mine)"
            "   AND r.author IS NOT NULL" +
                named_beside(registry) +
                "), people AS (SELECT r.key AS person FROM record r JOIN type t ON t.id = r.type"
                "   JOIN version f ON f.id = r.face WHERE r.account = (SELECT id FROM mine)"
                "   AND t.name LIKE 'contact/%' AND r.state = 0 AND f.name IS NULL"
                "  UNION SELECT person FROM told WHERE NOT EXISTS (SELECT 1 FROM type t JOIN record p"
                "    ON p.type = t.id AND p.account = (SELECT id FROM mine) AND p.key = told.person"
                "    WHERE t.name LIKE 'contact/%' OR t.name LIKE 'profile/%'))"
                " SELECT person FROM people WHERE NOT EXISTS (SELECT 1 FROM named n WHERE"
                "  n.account = (SELECT id FROM mine) AND n.person = people.person) AND NOT EXISTS"
                " (SELECT 1 FROM notice o WHERE o.account = (SELECT id FROM mine) AND o.resource = 'user'"
                "  AND o.key = people.person) AND NOT EXISTS (SELECT 1 FROM mine WHERE user_id = person"
                "  AND handle <> '') ORDER BY person");
  rows.bind(1, account);
  std::vector<std::string> ids;
  while (rows.step()) ids.emplace_back(rows.text(0));
  return ids;
}

}  // namespace locker::store
