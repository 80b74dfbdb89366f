#include <chrono>

#include "lib/store/sort_key.hpp"
#include "lib/store/write/forgotten.hpp"
#include "lib/store/write/ingest.hpp"
#include "lib/store/write/page_state.hpp"
#include "lib/store/write/write_transaction.hpp"
#include "lib/store/write/writer_state.hpp"

namespace locker::store {
namespace {

ImportRow read_row(Scan& row) {
  ImportRow read{.member = std::string(text_of(row, 0)),
                 .stream = std::string(text_of(row, 1)),
                 .content = std::string(text_of(row, 2)),
                 .elements = row.number(3),
                 .done = row.number(4) != 0,
                 .newest = std::string(text_of(row, 5)),
                 .oldest = std::nullopt,
                 .walk = row.number(7),
                 .placed = row.number(8),
                 .position = std::nullopt};
  if (!row.is_null(6)) read.oldest = from_millis(row.number(6));
  if (!row.is_null(9)) read.position = row.number(9);
  return read;
}

std::vector<Candidate> read_candidates(Scan& rows) {
  std::vector<Candidate> result;
  while (rows.step())
    result.push_back(
        {std::string(text_of(rows, 0)), std::string(text_of(rows, 1)), std::string(text_of(rows, 2))});
  rows.reset();
  return result;
}

/// The places of one stream's members while an export lists them in the service's order. A new member goes
/// behind the last one that was known before, or in front of all.
class Joining {
 public:
  Joining(Page::State& page, ImportRow& row) : page_(page), context_(page.context), row_(row) {}

  /// Returns true if it is a new member.
  bool meet(const Ingest::Stored& stored, std::int64_t number) {
    const std::int64_t record = stored.record;
    if (stored.is_new) return add(record, number);
    if (const auto known = current_place(record)) {
      if (known->first != row_.walk)
        std::tie(row_.placed, row_.position) = *known;
      else if (!row_.position && number < known->second)
        move_up(record, number);
      return false;
    }
    return !has_left_since(record) && add(record, number);
  }

 private:
  bool add(std::int64_t record, std::int64_t number) {
    const auto seq = context_.log(Action::add, page_.account, record, page_.stream, std::nullopt, page_.now);
    context_.statement.run(
        "INSERT INTO membership(stream, record, began, first_walk, placed, position)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        page_.stream, record, seq, row_.walk, row_.placed, row_.position.value_or(number));
    return true;
  }

  using Place = std::pair<std::int64_t, std::optional<std::int64_t>>;
  std::optional<Place> current_place(std::int64_t record) {
    auto& row = context_.statement(
        "SELECT placed, position FROM membership WHERE stream = ? AND record = ? AND ended IS NULL");
    Statements::bind_all(row, page_.stream, record);
    std::optional<Place> place;
    if (row.step()) place = Place(row.number(0), row.number(1));
    row.reset();
    return place;
  }

  /// If a member is listed twice, the first place counts, even if it is in a part that is read later.
  void move_up(std::int64_t record, std::int64_t number) {
    context_.statement.run(
        "UPDATE membership SET position = ? WHERE stream = ? AND record = ? AND ended IS NULL", number,
        page_.stream, record);
  }

  bool has_left_since(std::int64_t record) {
    return context_.statement
        .number(
            "SELECT 1 FROM membership m JOIN change c ON c.seq = m.ended"
            " WHERE m.stream = ? AND m.record = ? AND c.time >= ? LIMIT 1",
            page_.stream, record, to_millis(page_.observed))
        .has_value();
  }

  Page::State& page_;
  WriteContext& context_;
  ImportRow& row_;
};

}  // namespace

std::int64_t Page::join(const std::vector<RecordName>& members, std::int64_t number, ImportRow& row) {
  Joining joining(*state_, row);
  std::int64_t added = 0;
  for (const auto& member : members) {
    auto record = state_->stored.find(member);
    if (!record)
      if (const auto known = state_->ingest.find(state_->context.type(member.type), member.key))
        record = Ingest::Stored{*known, false};
    if (record && joining.meet(*record, number)) ++added;
    ++number;
  }
  state_->counts.added += added;
  return added;
}

void Page::note_unjoined(const RecordName& record) {
  if (const auto id = state_->ingest.find(state_->context.type(record.type), record.key))
    state_->context.statement.run("INSERT OR IGNORE INTO unjoined(record) VALUES (?)", *id);
}

void Page::merge_part(const RecordName& part, std::string_view whole, std::int64_t order) {
  state_->ingest.merge_part(state_->context.type_row(part.type), part.key, whole, order);
}

void Page::save_import(const ImportRow& row) {
  std::optional<std::int64_t> oldest;
  if (row.oldest) oldest = to_millis(*row.oldest);
  state_->context.statement.run(
      "INSERT OR REPLACE INTO import(account, archive, member, stream, content, elements, done, newest, "
      "oldest,"
      " walk, placed, position) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      state_->account, to_millis(state_->observed), row.member, row.stream, row.content, row.elements,
      row.done, or_null(row.newest), oldest, row.walk, row.placed, row.position);
  if (state_->stream != 0)
    state_->context.statement.run("UPDATE stream SET walk = max(walk, ?) WHERE id = ?", row.walk,
                                  state_->stream);
}

std::vector<Account> Writer::accounts(std::string_view connector) {
  auto& rows = state_->context.statement("SELECT name FROM account WHERE connector = ? ORDER BY id");
  Statements::bind_all(rows, connector);
  std::vector<std::string> names;
  while (rows.step()) names.emplace_back(text_of(rows, 0));
  rows.reset();
  std::vector<Account> accounts;
  for (const auto& name : names) accounts.push_back(state_->require(name));
  return accounts;
}

std::vector<ImportRow> Writer::imported(std::string_view account, Instant archive) {
  auto& rows = state_->context.statement(
      "SELECT member, stream, content, elements, done, newest, oldest, walk, placed, position FROM import"
      " WHERE account = ? AND archive = ? ORDER BY member");
  Statements::bind_all(rows, state_->require(account).id, to_millis(archive));
  std::vector<ImportRow> result;
  while (rows.step()) result.push_back(read_row(rows));
  rows.reset();
  return result;
}

std::optional<Instant> Writer::last_import(std::string_view account) {
  const auto began = state_->context.statement.number(
      "SELECT began FROM run WHERE account = ? AND stream = 'import'"
      " ORDER BY began DESC LIMIT 1",
      state_->require(account).id);
  return began ? std::optional(from_millis(*began)) : std::nullopt;
}

bool Writer::knows(std::string_view account, const RecordName& name) {
  const bool is_stored =
      state_->context.statement
          .number(
              "SELECT 1 FROM record WHERE account = ?1 AND type = ?2 AND key = ?3 UNION ALL"
              " SELECT 1 FROM alias WHERE account = ?1 AND type = ?2 AND key = ?3 LIMIT 1",
              state_->require(account).id, state_->context.type(name.type).id, name.key)
          .has_value();
  return is_stored || Forgotten(state_->context).contains(account, name.type, name.key);
}

std::vector<Candidate> Writer::records_near(std::string_view account, std::string_view type, Instant time,
                                            std::chrono::milliseconds span) {
  auto& rows = state_->context.statement(
      "SELECT r.key, r.key, plain(v.raw, v.dictionary) FROM record r JOIN version v ON v.record = r.id"
      " JOIN shape s ON s.id = v.shape WHERE r.account = ? AND r.type = ? AND r.sort BETWEEN ? AND ?"
      " ORDER BY r.sort, s.rank, v.ord, v.observed DESC");
  Statements::bind_all(rows, state_->require(account).id, state_->context.type(type).id,
                       sort_key(time - span, 0), sort_key(time + span, ~0U));
  return read_candidates(rows);
}

std::vector<Candidate> Writer::edited_records(std::string_view account, std::string_view type,
                                              const KeySpan& edits) {
  auto& rows = state_->context.statement(
      "SELECT r.key, a.key, plain(v.raw, v.dictionary) FROM alias a JOIN record r ON r.id = a.record"
      " JOIN version v ON v.record = r.id JOIN shape s ON s.id = v.shape"
      " WHERE a.account = ? AND a.type = ? AND a.key BETWEEN ?3 AND ?4 AND length(a.key) = length(?3)"
      " ORDER BY a.key, s.rank, v.ord DESC, v.observed DESC");
  Statements::bind_all(rows, state_->require(account).id, state_->context.type(type).id, edits.first,
                       edits.last);
  return read_candidates(rows);
}

ShownForm Writer::shown_form(std::string_view account, const RecordName& name) {
  auto& row = state_->context.statement(
      "SELECT s.name, v.raw FROM record r JOIN version v ON v.id = r.head JOIN shape s ON s.id = v.shape"
      " WHERE r.account = ? AND r.type = ? AND r.key = ?");
  Statements::bind_all(row, state_->require(account).id, state_->context.type(name.type).id, name.key);
  ShownForm form;
  if (row.step()) form = {std::string(text_of(row, 0)), std::string(text_of(row, 1))};
  row.reset();
  return form;
}

bool Writer::has_other_part(std::string_view account, const Observation& part, std::string_view whole,
                            std::int64_t order) {
  return state_->context.statement
      .number(
          "SELECT 1 FROM record r JOIN version v ON v.record = r.id JOIN shape s ON s.id = v.shape"
          " WHERE r.account = ?1 AND r.type = ?2 AND r.key = ?3 AND v.ord = ?4 AND s.name = ?5"
          " AND NOT EXISTS (SELECT 1 FROM alias WHERE account = ?1 AND type = ?2 AND key = ?6"
          "  AND record = r.id) LIMIT 1",
          state_->require(account).id, state_->context.type(part.type).id, whole, order, part.shape, part.key)
      .has_value();
}

std::multimap<Instant, std::string> Writer::unjoined(std::string_view account, std::string_view type) {
  auto& rows = state_->context.statement(
      "SELECT r.time, r.key FROM unjoined u JOIN record r ON r.id = u.record"
      " WHERE r.account = ? AND r.type = ? AND r.time IS NOT NULL ORDER BY length(r.key), r.key");
  Statements::bind_all(rows, state_->require(account).id, state_->context.type(type).id);
  std::multimap<Instant, std::string> result;
  while (rows.step()) result.emplace(from_millis(rows.number(0)), std::string(text_of(rows, 1)));
  rows.reset();
  return result;
}

}  // namespace locker::store
