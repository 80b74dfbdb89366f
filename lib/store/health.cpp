#include "lib/store/health.hpp"

#include "lib/store/scan.hpp"

namespace locker::store {

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

std::vector<std::string> unnamed_people(const Database& database, std::string_view account) {
  Scan rows(database.sqlite(),
            "WITH mine AS (SELECT id FROM account WHERE name = ?1), people AS ("
            "  SELECT r.key AS person FROM record r JOIN type t ON t.id = r.type"
            "   JOIN version f ON f.id = r.face WHERE r.account = (SELECT id FROM mine)"
            "   AND t.name LIKE 'contact/%' AND r.state = 0 AND f.name IS NULL"
            "  UNION SELECT r.author FROM record r WHERE r.account = (SELECT id FROM mine)"
            "   AND r.author IS NOT NULL AND NOT EXISTS (SELECT 1 FROM record p JOIN type t ON t.id = p.type"
            "    WHERE p.account = r.account AND p.key = r.author"
            "    AND (t.name LIKE 'contact/%' OR t.name LIKE 'profile/%')))"
            " SELECT person FROM people WHERE NOT EXISTS (SELECT 1 FROM named n WHERE"
            "  n.account = (SELECT id FROM mine) AND n.person = people.person) AND NOT EXISTS"
            " (SELECT 1 FROM notice o WHERE o.account = (SELECT id FROM mine) AND o.resource = 'user'"
            "  AND o.key = people.person) ORDER BY person");
  rows.bind(1, account);
  std::vector<std::string> ids;
  while (rows.step()) ids.emplace_back(rows.text(0));
  return ids;
}

}  // namespace locker::store
