#include "lib/store/merged_json.hpp"
#include "lib/store/write/state.hpp"
#include "lib/store/write/writer.hpp"
#include "lib/store/write/writer_state.hpp"

namespace locker::store {
namespace {

constexpr auto kMembers = statement_of(
    "SELECT s.part, r.key, coalesce(", kMergedJson,
    ", v.raw) FROM stream s JOIN membership m ON m.stream = s.id AND m.ended IS NULL JOIN record r ON r.id ="
    " m.record JOIN version v ON v.id = r.head JOIN type t ON t.id = r.type"
    " WHERE t.name = ? AND s.account = ? AND s.name = ? ORDER BY r.key, s.part");

}  // namespace

Cursor Writer::cursor(std::string_view account, const StreamName& stream) {
  const auto id =
      state_->context.statement.number("SELECT id FROM stream WHERE account = ? AND name = ? AND part = ?",
                                       state_->require(account).id, stream.name, stream.part);
  if (!id) return {};
  Cursor cursor = read_cursor(state_->context, *id);
  if (cursor.archive) cursor.export_read = last_import(account);
  return cursor;
}

std::vector<StreamName> Writer::parts(std::string_view account, std::string_view stream) {
  auto& rows = state_->context.statement(
      "SELECT s.part FROM stream s WHERE s.account = ? AND s.name = ? AND s.part <> '' AND (s.settled > 0 OR"
      " s.mode <> 0 OR EXISTS (SELECT 1 FROM membership m WHERE m.stream = s.id AND m.ended IS NULL))"
      " ORDER BY s.part");
  Statements::bind_all(rows, state_->require(account).id, stream);
  std::vector<StreamName> parts;
  while (rows.step()) parts.push_back({std::string(stream), std::string(text_of(rows, 0))});
  rows.reset();
  return parts;
}

std::int64_t Writer::count_members(std::string_view account, const StreamName& stream) {
  return state_->context.statement
      .number(
          "SELECT count(*) FROM membership m JOIN stream s ON s.id = m.stream"
          " WHERE s.account = ?1 AND s.name = ?2 AND (?3 = '' OR s.part = ?3) AND m.ended IS NULL",
          state_->require(account).id, stream.name, stream.part)
      .value_or(0);
}

bool Writer::members_changed_since(std::string_view account, std::string_view stream, Instant time) {
  auto& row = state_->context.statement(
      "SELECT 1 FROM change WHERE seq > (SELECT coalesce((SELECT seq FROM change WHERE time <= ?3"
      " ORDER BY seq DESC LIMIT 1), 0)) AND action IN (5, 6)"
      " AND stream IN (SELECT id FROM stream WHERE account = ?1 AND name = ?2) LIMIT 1");
  Statements::bind_all(row, state_->require(account).id, stream, to_millis(time));
  const bool have = row.step();
  row.reset();
  return have;
}

std::vector<Writer::Unmet> Writer::live_members_unmet(std::string_view account, std::string_view stream,
                                                      Instant since) {
  auto& rows = state_->context.statement(
      "SELECT t.name, r.key, s.part, min(s.id), (SELECT max(ord) FROM version v WHERE v.record = r.id)"
      " FROM stream s JOIN membership m ON m.stream = s.id"
      " JOIN record r ON r.id = m.record JOIN type t ON t.id = r.type"
      " WHERE s.account = ?1 AND s.name = ?2 AND r.state = 0 AND r.id NOT IN"
      " (SELECT one.value FROM stream s JOIN met ON met.stream = s.id AND met.walk = s.settled"
      "  JOIN json_each('[' || met.records || ']') one"
      "  WHERE s.account = ?1 AND s.name = ?2 AND s.complete_to >= ?3)"
      " GROUP BY r.id ORDER BY min(s.id), r.sort DESC");
  Statements::bind_all(rows, state_->require(account).id, stream, to_millis(since));
  std::vector<Unmet> result;
  while (rows.step()) {
    Unmet unmet{
        {std::string(text_of(rows, 0)), std::string(text_of(rows, 1))}, std::string(text_of(rows, 2)), {}};
    const auto latest = rows.number(4);
    unmet.latest = latest > 0 ? std::to_string(latest) : unmet.name.key;
    result.push_back(std::move(unmet));
  }
  rows.reset();
  return result;
}

void Writer::each_member(std::string_view account, std::string_view stream, std::string_view type,
                         const MemberCallback& tell) {
  auto& rows = state_->context.statement(kMembers.data());
  Statements::bind_all(rows, type, state_->require(account).id, stream);
  while (rows.step()) tell(text_of(rows, 0), text_of(rows, 1), text_of(rows, 2));
  rows.reset();
}

Validator Writer::validator(std::string_view account, const StreamName& stream, std::string_view address) {
  auto& row = state_->context.statement(
      "SELECT etag, modified FROM validator WHERE address = ? AND stream ="
      " (SELECT id FROM stream WHERE account = ? AND name = ? AND part = ?)");
  Statements::bind_all(row, address, state_->require(account).id, stream.name, stream.part);
  Validator validator;
  if (row.step()) validator = {std::string(text_of(row, 0)), std::string(text_of(row, 1))};
  row.reset();
  return validator;
}

std::vector<Writer::PendingRetry> Writer::unanswered(std::string_view account, const StreamName& stream) {
  auto& rows = state_->context.statement(
      "SELECT v.address, t.name, v.key FROM validator v JOIN type t ON t.id = v.type WHERE v.key IS NOT NULL"
      " AND v.stream = (SELECT id FROM stream WHERE account = ? AND name = ? AND part = ?) ORDER BY "
      "v.address");
  Statements::bind_all(rows, state_->require(account).id, stream.name, stream.part);
  std::vector<PendingRetry> result;
  while (rows.step())
    result.push_back(
        {std::string(text_of(rows, 0)), {std::string(text_of(rows, 1)), std::string(text_of(rows, 2))}});
  rows.reset();
  return result;
}

}  // namespace locker::store
