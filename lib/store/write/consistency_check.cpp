#include "lib/store/write/consistency_check.hpp"

#include "lib/base/stop.hpp"
#include "lib/store/sort_key.hpp"

namespace locker::store {
namespace {

constexpr std::int64_t kRows = 10'000;

/// A statement that returns the contradictions among the rows with numbers above ?1 and up to ?2: what is
/// wrong, and with which record.
struct Rule {
  const char* last_of_some;  ///< selects the number of the last of ?2 rows above ?1
  const char* contradictions;
};

constexpr char kSomeChanges[] =
    "SELECT max(seq) FROM (SELECT seq FROM change WHERE seq > ? ORDER BY seq LIMIT ?)";
constexpr char kSomeRecords[] =
    "SELECT max(id) FROM (SELECT id FROM record WHERE id > ? ORDER BY id LIMIT ?)";
constexpr char kSomeVersions[] =
    "SELECT max(id) FROM (SELECT id FROM version WHERE id > ? ORDER BY id LIMIT ?)";

constexpr Rule kRules[] = {
    // Forgotten changes keep their numbers, so there are no gaps.
    {kSomeChanges,
     "SELECT 'there is no change ' || (c.seq - 1), NULL FROM change c WHERE c.seq > ?1 AND c.seq <= ?2"
     " AND c.seq > 1 AND NOT EXISTS (SELECT 1 FROM change p WHERE p.seq = c.seq - 1)"},
    {kSomeChanges,
     "SELECT 'change ' || c.seq || ' does not say what such a change says', c.record FROM change c"
     " LEFT JOIN record r ON r.id = c.record LEFT JOIN version v ON v.id = c.version"
     " WHERE c.seq > ?1 AND c.seq <= ?2 AND ((c.action <> 7 AND r.account IS NOT c.account) OR CASE"
     " WHEN c.action IN (1, 2) THEN v.record IS NOT c.record OR v.seq IS NOT c.seq OR c.stream IS NOT NULL"
     " WHEN c.action = 3 THEN c.version IS NOT NULL OR c.stream IS NOT NULL"
     " WHEN c.action = 4 THEN v.record IS NOT c.record OR c.stream IS NOT NULL"
     " WHEN c.action IN (5, 6) THEN c.version IS NOT NULL"
     " WHEN c.action = 7 THEN coalesce(c.record, c.stream, c.version) IS NOT NULL"
     " ELSE 1 END)"},
    {kSomeChanges,
     "SELECT 'change ' || c.seq || ' adds it to a stream, and there it never was', c.record FROM change c"
     " WHERE c.seq > ?1 AND c.seq <= ?2 AND c.action = 5 AND NOT EXISTS (SELECT 1 FROM membership m"
     "  WHERE m.stream = c.stream AND m.record = c.record AND m.began = c.seq)"},
    {kSomeChanges,
     "SELECT 'change ' || c.seq || ' removes it from a stream, which it did not leave then', c.record"
     " FROM change c WHERE c.seq > ?1 AND c.seq <= ?2 AND c.action = 6 AND NOT EXISTS"
     " (SELECT 1 FROM membership m WHERE m.stream = c.stream AND m.record = c.record AND m.ended = c.seq)"},
    {kSomeRecords,
     "SELECT 'it shows a version of another record, or one that is superseded', r.id FROM record r"
     " LEFT JOIN version h ON h.id = r.head LEFT JOIN version f ON f.id = r.face"
     " WHERE r.id > ?1 AND r.id <= ?2 AND (h.record IS NOT r.id OR h.newest IS NOT 1 OR f.record IS NOT r.id"
     "  OR (r.joined IS NOT NULL AND NOT EXISTS (SELECT 1 FROM version j WHERE j.id = r.joined"
     "   AND j.record = r.id AND j.newest = 1)))"},
    {kSomeRecords,
     "SELECT 'its first change does not say that it is new', r.id FROM record r"
     " WHERE r.id > ?1 AND r.id <= ?2"
     " AND (SELECT action FROM change WHERE record = r.id ORDER BY seq LIMIT 1) IS NOT 1"},
    {kSomeRecords,
     "SELECT 'more than one of its changes says that it is new', r.id FROM record r"
     " WHERE r.id > ?1 AND r.id <= ?2"
     " AND (SELECT count(*) FROM change WHERE record = r.id AND action = 1) > 1"},
    {kSomeRecords,
     "SELECT iif(r.state, 'it is deleted', 'it is not deleted') || ', and its changes say otherwise', r.id"
     " FROM record r WHERE r.id > ?1 AND r.id <= ?2 AND r.state IS NOT (coalesce((SELECT action FROM change"
     "  WHERE record = r.id AND action IN (3, 4) ORDER BY seq DESC LIMIT 1), 4) = 3)"},
    // Each shape has one newest version; for merged records, one per edit.
    {kSomeRecords,
     "SELECT 'no version, or more than one, is the newest of its shape', v.record FROM version v"
     " WHERE v.record > ?1 AND v.record <= ?2 GROUP BY v.record, v.shape HAVING max(v.newest) IS NOT 1"
     " UNION ALL"
     " SELECT 'no version, or more than one, is the newest of its shape', v.record FROM version v"
     " WHERE v.record > ?1 AND v.record <= ?2 GROUP BY v.record, v.shape, v.ord HAVING sum(v.newest) > 1"},
    {kSomeVersions,
     "SELECT 'version ' || v.id || ' does not fit it', v.record FROM version v"
     " LEFT JOIN record r ON r.id = v.record LEFT JOIN shape s ON s.id = v.shape"
     " WHERE v.id > ?1 AND v.id <= ?2 AND (s.type IS NOT r.type OR v.seq < 1"
     "  OR v.seq > (SELECT max(seq) FROM change) + 1 OR (v.newest AND v.dictionary IS NOT NULL)"
     "  OR (v.text_from IS NOT NULL AND (v.dictionary IS NOT NULL OR length(CAST(v.text AS BLOB)) IS NOT "
     "v.text_size)))"},
};

class ConsistencyCheck {
 public:
  ConsistencyCheck(Statements& statement, const ProblemCallback& tell, const std::stop_token& stop)
      : statement_(statement), tell_(tell), stop_(stop) {}

  void keep(const Rule& rule) {
    std::int64_t last = 0;
    while (const auto end = statement_.number(rule.last_of_some, last, kRows)) {
      check_stop(stop_);
      auto& rows = statement_(rule.contradictions);
      Statements::bind_all(rows, last, *end);
      while (rows.step()) tell(rows);
      rows.reset();
      last = *end;
    }
  }

  /// Separate, because the key of memberships consists of three numbers.
  void memberships() {
    std::int64_t stream = 0, record = 0, began = 0;
    for (bool more = true; more;) {
      check_stop(stop_);
      auto& rows = statement_(
          "SELECT m.stream, m.record, m.began, b.action IS 5 AND b.record IS m.record AND b.stream IS "
          "m.stream"
          " AND s.account IS r.account AND (m.ended IS NULL OR (m.ended > m.began AND e.action IS 6"
          "  AND e.record IS m.record AND e.stream IS m.stream)), s.name FROM membership m"
          " LEFT JOIN stream s ON s.id = m.stream LEFT JOIN record r ON r.id = m.record"
          " LEFT JOIN change b ON b.seq = m.began LEFT JOIN change e ON e.seq = m.ended"
          " WHERE (m.stream, m.record, m.began) > (?, ?, ?) ORDER BY m.stream, m.record, m.began LIMIT ?");
      Statements::bind_all(rows, stream, record, began, kRows);
      more = false;
      while (rows.step()) {
        more = true;
        stream = rows.number(0), record = rows.number(1), began = rows.number(2);
        if (rows.number(3) == 0)
          tell_("no changes say when it came to " + std::string(rows.text(4)) + ", or left it", record);
      }
      rows.reset();
    }
  }

  void order_of_time() {
    std::int64_t last = 0;
    for (bool more = true; more;) {
      check_stop(stop_);
      auto& rows = statement_("SELECT id, time, sort FROM record WHERE id > ? ORDER BY id LIMIT ?");
      Statements::bind_all(rows, last, kRows);
      more = false;
      while (rows.step()) {
        more = true;
        last = rows.number(0);
        if (!is_in_order(rows)) tell_("it does not stand at its time", last);
      }
      rows.reset();
    }
  }

 private:
  /// If its place was taken, a record is a little above it.
  static bool is_in_order(const Scan& row) {
    const auto sort = row.number(2);
    if (row.is_null(1)) return sort < kTimelessEnd;
    const auto place = sort_key(from_millis(row.number(1)), 0);
    return sort >= place && sort < place + (std::int64_t{2} << kTieBits);
  }

  void tell(const Scan& row) {
    tell_(row.text(0), row.is_null(1) ? std::nullopt : std::optional(row.number(1)));
  }

  Statements& statement_;
  const ProblemCallback& tell_;
  const std::stop_token& stop_;
};

}  // namespace

void check_consistency(Statements& statement, const ProblemCallback& tell, const std::stop_token& stop) {
  ConsistencyCheck consistency(statement, tell, stop);
  for (const Rule& rule : kRules) consistency.keep(rule);
  consistency.memberships();
  consistency.order_of_time();
}

}  // namespace locker::store
