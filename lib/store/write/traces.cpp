#include "lib/store/write/traces.hpp"

#include <algorithm>
#include <charconv>

#include "lib/store/write/forgotten.hpp"
#include "lib/store/write/writer.hpp"

namespace locker::store {
namespace {

constexpr std::size_t kDigitsOfClocks = 15;
/// Snowflake ids of one millisecond.
constexpr std::uint32_t kSpan = 1U << 22;

/// The last digits of an id, which are used as a number; those before them stay the same.
constexpr std::size_t kReckoned = 18;

}  // namespace

std::string substitute_mark(std::string_view id, std::uint32_t random) {
  const std::string_view tail = id.substr(id.size() - std::min(id.size(), kReckoned));
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(tail.data(), tail.data() + tail.size(), number);
  if (error != std::errc() || end != tail.data() + tail.size()) return {};
  const bool of_a_clock = id.size() >= kDigitsOfClocks;
  std::string digits =
      std::to_string(std::max<std::int64_t>(of_a_clock ? number + 1 + random % kSpan : number - 1, 0));
  if (digits.size() > tail.size()) digits = std::to_string(number - 1);
  return std::string(id.substr(0, id.size() - tail.size())) +
         (id.size() > kReckoned ? std::string(tail.size() - digits.size(), '0') : "") + digits;
}

void Traces::erase(std::int64_t record) {
  const Named of = named(record);
  remember_where_listed(of);
  leave_streams(of);
  for (const auto& key : of.keys) {
    erase_parts(of, key);
    move_marks(of.account, key);
    context_.statement.run(
        "DELETE FROM validator WHERE stream IN (SELECT id FROM stream WHERE account = ?) AND type = ?"
        " AND key = ?",
        of.account, of.type, key);
  }
}

int Traces::erase_streams(std::int64_t account, int count) {
  auto& rows = context_.statement("SELECT id FROM stream WHERE account = ? LIMIT ?");
  Statements::bind_all(rows, account, count);
  std::vector<std::int64_t> streams;
  while (rows.step()) streams.push_back(rows.number(0));
  rows.reset();
  for (const auto stream : streams) erase_stream(stream);
  return static_cast<int>(streams.size());
}

void Traces::erase_account(std::int64_t account) {
  auto& run = context_.statement;
  run.run("DELETE FROM named WHERE account = ?", account);
  run.run("DELETE FROM import WHERE account = ?", account);
  run.run("DELETE FROM notice WHERE account = ?", account);
  run.run("DELETE FROM file WHERE account = ?", account);  // those that no record showed
  run.run("UPDATE run SET stream = '', message = NULL, hint = NULL WHERE account = ?", account);
  run.run("UPDATE account SET user_id = NULL, handle = NULL, dialect = NULL WHERE id = ?", account);
}

Traces::Named Traces::named(std::int64_t record) {
  auto& row = context_.statement(
      "SELECT a.id, t.id, t.name, a.connector, a.name, r.key FROM record r JOIN account a ON a.id = r.account"
      " JOIN type t ON t.id = r.type WHERE r.id = ?1"
      " UNION ALL SELECT account, type, '', '', '', key FROM alias WHERE record = ?1");
  Statements::bind_all(row, record);
  Named of;
  while (row.step()) {
    if (of.keys.empty())
      of = {record,
            row.number(0),
            row.number(1),
            std::string(text_of(row, 2)),
            std::string(text_of(row, 3)),
            std::string(text_of(row, 4)),
            {}};
    of.keys.emplace_back(text_of(row, 5));
  }
  row.reset();
  return of;
}

/// Stores where the record was listed, so that no walk takes it for a new member there.
void Traces::remember_where_listed(const Named& of) {
  struct Place {
    std::string stream;
    std::int64_t walk = 0;
  };
  std::vector<Place> places;
  auto& rows = context_.statement(
      "SELECT s.name, s.part, m.first_walk FROM stream s CROSS JOIN membership m"
      " ON m.stream = s.id AND m.record = ?2 AND m.ended IS NULL WHERE s.account = ?1");
  Statements::bind_all(rows, of.account, of.record);
  while (rows.step())
    places.push_back(
        {StreamName{std::string(text_of(rows, 0)), std::string(text_of(rows, 1))}.text(), rows.number(2)});
  rows.reset();
  Forgotten forgotten(context_);
  for (const auto& place : places)
    forgotten.keep_first_walk({of.account_name, place.stream, of.type_name, of.keys.front()}, place.walk);
}

/// A current walk keeps the position of what it met, but not the record's id, which may be reused. Replaces
/// twice, since a replacement consumes the comma that an adjacent second one begins with.
void Traces::leave_streams(const Named& of) {
  context_.statement.run(
      "UPDATE met SET records = trim(replace(replace(',' || records || ',', ?1, ',0,'), ?1, ',0,'), ',')"
      " WHERE stream IN (SELECT s.id FROM stream s WHERE s.account = ?2 AND EXISTS"
      "  (SELECT 1 FROM membership m WHERE m.stream = s.id AND m.record = ?3))",
      "," + std::to_string(of.record) + ",", of.account, of.record);
  context_.statement.run(
      "DELETE FROM membership WHERE stream IN (SELECT id FROM stream WHERE account = ?) AND record = ?",
      of.account, of.record);
}

/// Erases the streams that are parts named after the record.
void Traces::erase_parts(const Named& of, std::string_view key) {
  const auto* connector = context_.registry.find(of.connector);
  if (!connector) return;
  for (const auto& stream : connector->streams) {
    const auto* whole = stream.parts_of.empty() ? nullptr : connector->stream(stream.parts_of);
    if (whole && whole->type == of.type_name) erase_part(of.account, stream.name, key);
  }
}

void Traces::erase_part(std::int64_t account, std::string_view stream, std::string_view key) {
  auto& run = context_.statement;
  run.run(
      "UPDATE run SET stream = '', message = NULL, hint = NULL WHERE account = ? AND stream = ? || '/' || ?",
      account, stream, key);
  const auto part =
      run.number("SELECT id FROM stream WHERE account = ? AND name = ? AND part = ?", account, stream, key);
  if (part) erase_stream(*part);
}

/// Its changes keep their numbers.
void Traces::erase_stream(std::int64_t stream) {
  auto& run = context_.statement;
  run.run(
      "UPDATE change SET action = 7, record = NULL, stream = NULL, version = NULL WHERE seq IN"
      " (SELECT began FROM membership WHERE stream = ?1 UNION ALL"
      "  SELECT ended FROM membership WHERE stream = ?1 AND ended IS NOT NULL)",
      stream);
  run.run("DELETE FROM membership WHERE stream = ?", stream);
  run.run("DELETE FROM met WHERE stream = ?", stream);
  run.run("DELETE FROM validator WHERE stream = ?", stream);
  run.run("DELETE FROM stream WHERE id = ?", stream);
}

void Traces::move_marks(std::int64_t account, std::string_view key) {
  const auto random = context_.statement.number("SELECT random() & 0x7fffffff").value_or(0);
  const std::string beside = substitute_mark(key, static_cast<std::uint32_t>(random));
  context_.statement.run(
      "UPDATE stream SET mark = iif(mark = ?2, ?3, mark), since = iif(since = ?2, ?3, since),"
      " pending = iif(pending = ?2, ?3, pending), oldest = iif(oldest = ?2, ?3, oldest)"
      " WHERE account = ?1 AND ?2 IN (mark, since, pending, oldest)",
      account, key, or_null(beside));
  context_.statement.run("UPDATE import SET newest = ?3 WHERE account = ?1 AND newest = ?2", account, key,
                         or_null(beside));
}

}  // namespace locker::store
