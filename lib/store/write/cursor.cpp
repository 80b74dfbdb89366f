#include "lib/store/write/state.hpp"

namespace locker::store {
namespace {

std::optional<std::int64_t> millis(const std::optional<Instant>& time) {
  return time ? std::optional(to_millis(*time)) : std::nullopt;
}

std::optional<Instant> instant(Scan& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return from_millis(row.number(column));
}

}  // namespace

std::int64_t stream_id(WriteContext& context, std::int64_t account, const StreamName& stream) {
  static constexpr char kFind[] = "SELECT id FROM stream WHERE account = ? AND name = ? AND part = ?";
  if (const auto id = context.statement.number(kFind, account, stream.name, stream.part)) return *id;
  context.statement.run("INSERT INTO stream(account, name, part) VALUES (?, ?, ?)", account, stream.name,
                        stream.part);
  return context.database.sqlite().getLastInsertRowid();
}

Cursor read_cursor(WriteContext& context, std::int64_t stream) {
  auto& row = context.statement(
      "SELECT mark, walk, settled, mode, since, token, pending, oldest, met, broken, full_at, complete_from,"
      " complete_to, gap, news, archive FROM stream WHERE id = ?");
  Statements::bind_all(row, stream);
  Cursor cursor;
  if (row.step()) {
    cursor = {.mark = std::string(text_of(row, 0)),
              .walk = row.number(1),
              .settled = row.number(2),
              .mode = static_cast<WalkMode>(row.number(3)),
              .since = std::string(text_of(row, 4)),
              .token = std::string(text_of(row, 5)),
              .pending = std::string(text_of(row, 6)),
              .oldest = std::string(text_of(row, 7)),
              .met = row.number(8),
              .broken = row.number(9) != 0,
              .full_at = instant(row, 10),
              .complete_from = instant(row, 11),
              .complete_to = instant(row, 12),
              .gap = std::string(text_of(row, 13)),
              .news = std::string(text_of(row, 14)),
              .archive = instant(row, 15)};
  }
  row.reset();
  return cursor;
}

void write_cursor(WriteContext& context, std::int64_t stream, const Cursor& cursor) {
  context.statement.run(
      "UPDATE stream SET mark = ?, walk = ?, settled = ?, mode = ?, since = ?, token = ?, pending = ?, "
      "oldest = ?,"
      " met = ?, broken = ?, full_at = ?, complete_from = ?, complete_to = ?, gap = ?, news = ?, archive = ?"
      " WHERE id = ?",
      or_null(cursor.mark), cursor.walk, cursor.settled, static_cast<int>(cursor.mode), or_null(cursor.since),
      or_null(cursor.token), or_null(cursor.pending), or_null(cursor.oldest), cursor.met, cursor.broken,
      millis(cursor.full_at), millis(cursor.complete_from), millis(cursor.complete_to), or_null(cursor.gap),
      or_null(cursor.news), millis(cursor.archive), stream);
}

void end_walk(Cursor& cursor) {
  cursor.mode = WalkMode::none;
  cursor.since.clear();
  cursor.token.clear();
  cursor.pending.clear();
  cursor.oldest.clear();
  cursor.met = 0;
  cursor.broken = false;
}

bool newer_id(std::string_view a, std::string_view b) {
  return a.size() != b.size() ? a.size() > b.size() : a > b;
}

const std::string& newest_of(const std::string& a, const std::string& b) { return newer_id(b, a) ? b : a; }

}  // namespace locker::store
