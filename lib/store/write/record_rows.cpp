#include "lib/store/write/record_rows.hpp"

#include "lib/base/error.hpp"
#include "lib/store/merged_json.hpp"
#include "lib/store/sort_key.hpp"
#include "lib/store/write/prepared.hpp"

namespace locker::store {
namespace {

constexpr char kRecord[] = "SELECT r.id, r.sort, r.state, r.head, r.face, r.time, ";
constexpr auto kLoad =
    statement_of(kRecord, kMergedJson, " FROM record r WHERE r.account = ? AND r.type = ? AND r.key = ?");
constexpr auto kLoadByAlias = statement_of(
    kRecord, kMergedJson,
    " FROM alias a JOIN record r ON r.id = a.record WHERE a.account = ? AND a.type = ? AND a.key = ?");

std::optional<Record> read_record(Scan& row) {
  if (!row.step()) return std::nullopt;
  Record record{.id = row.number(0),
                .sort = row.number(1),
                .state = row.number(2),
                .head = row.number(3),
                .face = row.number(4),
                .time = std::nullopt,
                .merged = std::string(text_of(row, 6)),
                .indexed = true};
  if (!row.is_null(5)) record.time = row.number(5);
  row.reset();
  return record;
}

Form form_at(const Scan& row) {
  return {.version = row.number(0),
          .ord = row.number(1),
          .observed = from_millis(row.number(2)),
          .looked = from_millis(row.number(3)),
          .rank = static_cast<int>(row.number(4)),
          .raw = std::string(text_of(row, 5)),
          .text = std::string(text_of(row, 6)),
          .name = std::string(text_of(row, 7)),
          .dropped = std::string(text_of(row, 8))};
}

std::optional<Form> read_form(Scan& row) {
  if (!row.step()) return std::nullopt;
  Form form = form_at(row);
  row.reset();
  return form;
}

}  // namespace

RecordRows::RecordRows(WriteContext& context, const Provenance& provenance)
    : statement_(context.statement),
      provenance_(provenance),
      any_alias_(statement_.number("SELECT 1 FROM alias LIMIT 1").has_value()),
      next_record_(statement_.number("SELECT max(id) FROM record").value_or(0) + 1),
      next_version_(statement_.number("SELECT max(id) FROM version").value_or(0) + 1) {}

std::optional<std::int64_t> RecordRows::find(const TypeRow& type, std::string_view key) {
  if (const auto id = statement_.number("SELECT id FROM record WHERE account = ? AND type = ? AND key = ?",
                                        provenance_.account, type.id, key))
    return id;
  if (!any_alias_) return std::nullopt;
  return statement_.number("SELECT record FROM alias WHERE account = ? AND type = ? AND key = ?",
                           provenance_.account, type.id, key);
}

std::optional<Record> RecordRows::load(const TypeRow& type, std::string_view key) {
  auto& row = statement_(kLoad.data());
  Statements::bind_all(row, provenance_.account, type.id, key);
  return read_record(row);
}

std::optional<Record> RecordRows::load_by_alias(const TypeRow& type, std::string_view key) {
  if (!any_alias_) return std::nullopt;
  auto& row = statement_(kLoadByAlias.data());
  Statements::bind_all(row, provenance_.account, type.id, key);
  return read_record(row);
}

std::optional<Form> RecordRows::newest_form(const Record& record, std::int64_t shape) {
  // Nearly every record has one shape, whose newest version is its head.
  auto& head = statement_(
      "SELECT id, ord, observed, looked, 0, raw, text, name, dropped FROM version WHERE id = ? AND shape = "
      "?");
  Statements::bind_all(head, record.head, shape);
  if (auto form = read_form(head)) return form;
  auto& other = statement_(
      "SELECT id, ord, observed, looked, 0, raw, text, name, dropped FROM version"
      " WHERE record = ? AND shape = ? AND newest = 1");
  Statements::bind_all(other, record.id, shape);
  return read_form(other);
}

std::vector<Form> RecordRows::current_forms(std::int64_t record) {
  auto& rows = statement_(
      "SELECT v.id, v.ord, v.observed, v.looked, s.rank, v.raw, f.text, f.name, v.dropped, f.id"
      " FROM version v JOIN shape s ON s.id = v.shape JOIN version f ON f.id ="
      " CASE WHEN s.rank < ?2 OR v.text IS NOT NULL THEN v.id ELSE coalesce("
      "(SELECT o.id FROM version o WHERE o.record = ?1 AND o.shape = v.shape AND o.ord = v.ord"
      " AND o.text IS NOT NULL ORDER BY o.observed DESC, o.id DESC LIMIT 1), v.id) END"
      " WHERE v.record = ?1 AND v.newest = 1"
      " AND v.ord = (SELECT max(ord) FROM version WHERE record = ?1) ORDER BY s.rank, v.id");
  Statements::bind_all(rows, record, connector::kPartialExportRank);
  std::vector<Form> forms;
  while (rows.step()) {
    forms.push_back(form_at(rows));
    forms.back().face = rows.number(9);
  }
  rows.reset();
  return forms;
}

Known RecordRows::known(const Record& record) {
  auto& row = statement_(
      "SELECT h.raw, f.text, f.name, s.rank, max(v.ord), max(v.looked) FROM version h"
      " JOIN version f ON f.id = ?2 JOIN shape s ON s.id = h.shape JOIN version v ON v.record = ?3"
      " WHERE h.id = ?1");
  Statements::bind_all(row, record.head, record.face, record.id);
  row.step();
  Known known{.content = record.merged.empty() ? std::string(text_of(row, 0)) : record.merged,
              .text = std::string(text_of(row, 1)),
              .name = std::string(text_of(row, 2)),
              .rank = static_cast<int>(row.number(3)),
              .several_shapes = !record.merged.empty(),
              .latest_edit = row.number(4),
              .looked = from_millis(row.number(5))};
  row.reset();
  return known;
}

/// Retries with another sort key if that of the time is taken.
RecordRows::Placed RecordRows::insert(const ResolvedObservation& seen) {
  const Observation& what = seen.what;
  const std::int64_t record = next_record_++;
  std::optional<std::int64_t> time;
  if (what.time) time = to_millis(*what.time);
  std::int64_t sort = time ? sort_key(*what.time, what.tiebreak) : kTimeless + record;
  const auto insert = [&] {
    return statement_.run(
        "INSERT OR IGNORE INTO record(id, account, type, key, time, sort, head, face, author)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        record, provenance_.account, seen.type.id, what.key, time, sort, next_version_, next_version_,
        or_null(what.author));
  };
  if (insert() > 0) return {record, sort};
  sort = free_sort_key(what.time, what.tiebreak, record);
  if (insert() == 0) throw Error(ErrorKind::internal, "the record " + what.key + " cannot be stored");
  return {record, sort};
}

std::int64_t RecordRows::insert_version(std::int64_t record, const ResolvedObservation& seen,
                                        std::string_view dropped, bool newest, std::int64_t seq) {
  const std::int64_t version = next_version_++;
  const auto observed = to_millis(provenance_.observed);
  const Prepared* prepared = seen.what.prepared;
  const StoredText text = prepared ? prepared->text : locate_text(seen.what.raw, seen.what.text);
  statement_.run(
      "INSERT INTO version(id, record, shape, seq, ord, observed, looked, source, newest, raw, sha256, told,"
      " text_from, text_size, name, dropped) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      version, record, seen.shape, seq, seen.what.order, observed, observed, provenance_.source, newest,
      seen.what.raw, prepared ? prepared->sha256 : sha256(seen.what.raw), text.own_column(seen.what.text),
      text.from, text.size, or_null(seen.what.name), or_null(dropped));
  return version;
}

void RecordRows::add_names(std::int64_t record, const TypeRow& type, const Observation& observation) {
  for (const auto& alias : observation.aliases) add_alias(record, type, alias);
  for (const auto& address : observation.addresses)
    statement_.run("INSERT OR REPLACE INTO alias(account, type, key, record) VALUES (?, ?, ?, ?)",
                   provenance_.account, type.id, address, record);
}

void RecordRows::add_alias(std::int64_t record, const TypeRow& type, std::string_view key) {
  any_alias_ = true;
  statement_.run("INSERT OR IGNORE INTO alias(account, type, key, record) VALUES (?, ?, ?, ?)",
                 provenance_.account, type.id, key, record);
}

void RecordRows::move(Record& record, std::int64_t time, std::uint32_t tiebreak) {
  record.time = time;
  record.sort = free_sort_key(from_millis(time), tiebreak, record.id);
  statement_.run("UPDATE record SET time = ?, sort = ? WHERE id = ?", time, record.sort, record.id);
}

std::int64_t RecordRows::free_sort_key(const std::optional<Instant>& time, std::uint32_t tiebreak,
                                       std::int64_t record) {
  if (!time) return kTimeless + record;
  const std::int64_t wanted = sort_key(*time, tiebreak);
  if (is_free(wanted)) return wanted;
  // Taken: find the end of the taken keys above it. A service may give any number of records the same time,
  // so search by doubling and halving.
  std::int64_t step = 1;
  while (!is_free(wanted + step)) step *= 2;
  std::int64_t taken = wanted + step / 2, free = wanted + step;
  while (free - taken > 1) {
    const std::int64_t middle = taken + (free - taken) / 2;
    (is_free(middle) ? free : taken) = middle;
  }
  return free;
}

bool RecordRows::is_free(std::int64_t sort) {
  return !statement_.number("SELECT 1 FROM record WHERE sort = ?", sort);
}

}  // namespace locker::store
