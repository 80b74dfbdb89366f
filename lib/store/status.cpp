#include "lib/store/status.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <chrono>

#include "lib/store/media_rows.hpp"

namespace locker::store {
namespace {

std::optional<Instant> instant(SQLite::Statement& row, int column) {
  if (row.getColumn(column).isNull()) return std::nullopt;
  return from_millis(row.getColumn(column).getInt64());
}

std::int64_t begin_of_month(Instant now) {
  const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(now)};
  return to_millis(std::chrono::sys_days{date.year() / date.month() / 1});
}

/// Streams that were walked, and those that only have a failed run; without the parts that ended with their
/// record.
constexpr char kStreams[] =
    "WITH named AS ("
    "  SELECT id, CASE WHEN part = '' THEN name ELSE name || '/' || part END AS stream FROM stream WHERE "
    "account = ?1"
    "  UNION SELECT NULL, r.stream FROM run r WHERE r.account = ?1 AND r.stream <> '' AND r.stream NOT IN"
    "    (SELECT CASE WHEN part = '' THEN name ELSE name || '/' || part END FROM stream WHERE account = ?1))"
    " SELECT n.stream, CASE WHEN n.stream = ?2 THEN (SELECT count(*) FROM file WHERE account = ?1)"
    " ELSE (SELECT count(*) FROM membership m WHERE m.stream = n.id AND m.ended IS NULL) END,"
    " coalesce(s.mode, 0) <> 0, s.complete_from, s.complete_to, s.gap, r.began, r.ended, r.outcome, "
    "r.message, r.hint,"
    " r.requests, r.resources, r.cost, s.archive FROM named n LEFT JOIN stream s ON s.id = n.id"
    " LEFT JOIN run r ON r.id = (SELECT id FROM run WHERE account = ?1 AND stream = n.stream"
    "   ORDER BY began DESC, id DESC LIMIT 1)"
    " WHERE (s.part <> '' AND s.walk > 0 AND s.settled = 0 AND s.mode = 0 AND r.outcome = 'done' AND"
    "   NOT EXISTS (SELECT 1 FROM membership m WHERE m.stream = s.id AND m.ended IS NULL)) IS NOT TRUE"
    " ORDER BY s.id IS NULL, s.id, n.stream";

/// A later program may write kinds of errors that this one does not know.
std::optional<RunOutcome> outcome_in(SQLite::Statement& row, int column) {
  if (row.isColumnNull(column)) return std::nullopt;
  return RunOutcome::named(row.getColumn(column).getString()).value_or(ErrorKind::internal);
}

StreamStatus read_stream(SQLite::Statement& row) {
  StreamStatus stream;
  stream.stream = row.getColumn(0).getString();
  stream.members = row.getColumn(1).getInt64();
  stream.under_way = row.getColumn(2).getInt() != 0;
  stream.complete_from = instant(row, 3);
  stream.complete_to = instant(row, 4);
  stream.gap = row.getColumn(5).getString();
  stream.began = instant(row, 6);
  stream.ended = instant(row, 7);
  stream.outcome = outcome_in(row, 8);
  stream.message = row.getColumn(9).getString();
  stream.hint = row.getColumn(10).getString();
  stream.requests = row.getColumn(11).getInt64();
  stream.resources = row.getColumn(12).getInt64();
  stream.cost = row.getColumn(13).getInt64();
  stream.archive = instant(row, 14);
  return stream;
}

constexpr char kPublishedRecords[] =
    "SELECT (SELECT count(*) FROM record WHERE account = ?1 AND state = 0 AND type IN"
    "   (SELECT type FROM shape WHERE name = ?2)),"
    " (SELECT time FROM change WHERE account = ?1 AND action IN (1, 2, 4) ORDER BY seq DESC LIMIT 1)";

/// Reads the status from records and changes: nothing walks this stream, so it has no memberships or runs.
void note_published(SQLite::Statement& row, std::int64_t account, StreamStatus& stream) {
  row.reset();
  row.bind(1, account);
  row.bind(2, kPublished);
  if (!row.executeStep()) return;
  stream.members = row.getColumn(0).getInt64();
  stream.began = stream.ended = instant(row, 1);
  stream.outcome = RunOutcome();
}

constexpr char kMissingMedia[] =
    "SELECT m.problem, m.source = ?2, count(*) FROM media m JOIN record r ON r.id = m.record"
    " WHERE m.problem IS NOT NULL AND r.account = ?1 AND r.state = 0 GROUP BY 1, 2 ORDER BY 3 DESC, 1";

std::vector<MissingMedia> read_missing_media(SQLite::Statement& rows, std::int64_t account) {
  rows.reset();
  rows.bind(1, account);
  rows.bind(2, kPostponed);
  std::vector<MissingMedia> missing;
  while (rows.executeStep())
    missing.push_back(
        {rows.getColumn(0).getString(), rows.getColumn(1).getInt() != 0, rows.getColumn(2).getInt64()});
  return missing;
}

}  // namespace

std::vector<AccountStatus> status(const Database& database, Instant now) {
  SQLite::Statement accounts(
      database.sqlite(),
      "SELECT a.id, a.name, a.connector, a.user_id, a.handle, a.budget,"
      " (SELECT sum(cost) FROM run WHERE account = a.id AND began >= ?1),"
      " (SELECT sum(gross) FROM run WHERE account = a.id AND began >= ?1),"
      " (SELECT sum(resources) FROM run WHERE account = a.id AND began >= ?1),"
      " (SELECT count(*) FROM record WHERE account = a.id),"
      " (SELECT count(*) FROM record WHERE account = a.id AND state = 1) FROM account a ORDER BY a.name");
  accounts.bind(1, begin_of_month(now));
  SQLite::Statement streams(database.sqlite(), kStreams), missing(database.sqlite(), kMissingMedia),
      published(database.sqlite(), kPublishedRecords);
  std::vector<AccountStatus> result;
  while (accounts.executeStep()) {
    AccountStatus account;
    account.account = accounts.getColumn(1).getString();
    account.connector = accounts.getColumn(2).getString();
    account.user_id = accounts.getColumn(3).getString();
    account.handle = accounts.getColumn(4).getString();
    if (!accounts.getColumn(5).isNull()) account.budget = accounts.getColumn(5).getInt64();
    account.month_cost = accounts.getColumn(6).getInt64();
    account.month_gross = accounts.getColumn(7).getInt64();
    account.month_resources = accounts.getColumn(8).getInt64();
    account.records = accounts.getColumn(9).getInt64();
    account.deleted = accounts.getColumn(10).getInt64();
    streams.reset();
    streams.bind(1, accounts.getColumn(0).getInt64());
    streams.bind(2, kMedia);
    while (streams.executeStep()) {
      auto& stream = account.streams.emplace_back(read_stream(streams));
      if (stream.stream == kPublished) note_published(published, accounts.getColumn(0).getInt64(), stream);
    }
    account.missing_media = read_missing_media(missing, accounts.getColumn(0).getInt64());
    result.push_back(std::move(account));
  }
  return result;
}

std::set<std::string, std::less<>> member_keys(const Database& database, std::string_view account,
                                               std::string_view stream) {
  SQLite::Statement members(
      database.sqlite(),
      "SELECT r.key FROM account a JOIN stream s ON s.account = a.id AND s.name = ?2"
      " JOIN membership m ON m.stream = s.id AND m.ended IS NULL JOIN record r ON r.id = m.record"
      " WHERE a.name = ?1");
  members.bind(1, std::string(account));
  members.bind(2, std::string(stream));
  std::set<std::string, std::less<>> keys;
  while (members.executeStep()) keys.insert(members.getColumn(0).getString());
  return keys;
}

std::int64_t forgotten_ids(const Database& database) {
  return database.sqlite().execAndGet("SELECT count(*) FROM forgotten WHERE length(digest) = 32").getInt64();
}

std::map<std::string, std::string> handles(const Database& database) {
  SQLite::Statement accounts(database.sqlite(), "SELECT name, handle FROM account WHERE handle <> ''");
  std::map<std::string, std::string> result;
  while (accounts.executeStep())
    result[accounts.getColumn(0).getString()] = accounts.getColumn(1).getString();
  return result;
}

std::map<std::string, std::optional<std::int64_t>> budgets(const Database& database) {
  SQLite::Statement accounts(database.sqlite(), "SELECT name, budget FROM account");
  std::map<std::string, std::optional<std::int64_t>> result;
  while (accounts.executeStep()) {
    auto& budget = result[accounts.getColumn(0).getString()];
    if (!accounts.getColumn(1).isNull()) budget = accounts.getColumn(1).getInt64();
  }
  return result;
}

}  // namespace locker::store
