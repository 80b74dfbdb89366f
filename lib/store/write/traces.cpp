#include "lib/store/write/traces.hpp"

#include <algorithm>
#include <charconv>

namespace locker::store {
namespace {

constexpr std::size_t kDigitsOfClocks = 15;
/// Snowflakes of one millisecond.
constexpr std::uint32_t kSpan = 1U << 22;

/// The digits of an id that are reckoned with; what stands before them stays.
constexpr std::size_t kReckoned = 18;

}  // namespace

std::string mark_beside(std::string_view id, std::uint32_t random) {
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
  for (const auto& key : of.keys) {
    erase_parts(of, key);
    move_marks(of.account, key);
    context_.statement.run("DELETE FROM validator WHERE type = ? AND key = ?", of.type, key);
  }
}

void Traces::blank_runs(std::int64_t account) {
  context_.statement.run("UPDATE run SET stream = '', message = NULL, hint = NULL WHERE account = ?",
                         account);
}

Traces::Named Traces::named(std::int64_t record) {
  auto& row = context_.statement(
      "SELECT a.id, t.id, t.name, a.connector, r.key FROM record r JOIN account a ON a.id = r.account"
      " JOIN type t ON t.id = r.type WHERE r.id = ?1"
      " UNION ALL SELECT account, type, '', '', key FROM alias WHERE record = ?1");
  Statements::bind_all(row, record);
  Named of;
  while (row.step()) {
    if (of.keys.empty())
      of = {row.number(0), row.number(1), std::string(text_of(row, 2)), std::string(text_of(row, 3)), {}};
    of.keys.emplace_back(text_of(row, 4));
  }
  row.reset();
  return of;
}

/// Streams that are read in each of its kind.
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
  if (!part) return;
  run.run(
      "UPDATE change SET action = 7, record = NULL, stream = NULL, version = NULL WHERE seq IN"
      " (SELECT began FROM membership WHERE stream = ?1 UNION ALL"
      "  SELECT ended FROM membership WHERE stream = ?1 AND ended IS NOT NULL)",
      *part);
  run.run("DELETE FROM membership WHERE stream = ?", *part);
  run.run("DELETE FROM met WHERE stream = ?", *part);
  run.run("DELETE FROM validator WHERE stream = ?", *part);
  run.run("DELETE FROM stream WHERE id = ?", *part);
}

void Traces::move_marks(std::int64_t account, std::string_view key) {
  const auto random = context_.statement.number("SELECT random() & 0x7fffffff").value_or(0);
  const std::string beside = mark_beside(key, static_cast<std::uint32_t>(random));
  context_.statement.run(
      "UPDATE stream SET mark = iif(mark = ?2, ?3, mark), since = iif(since = ?2, ?3, since),"
      " pending = iif(pending = ?2, ?3, pending), oldest = iif(oldest = ?2, ?3, oldest)"
      " WHERE account = ?1 AND ?2 IN (mark, since, pending, oldest)",
      account, key, or_null(beside));
  context_.statement.run("UPDATE import SET newest = ?3 WHERE account = ?1 AND newest = ?2", account, key,
                         or_null(beside));
}

}  // namespace locker::store
