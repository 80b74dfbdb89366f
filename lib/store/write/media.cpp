#include "lib/store/write/media.hpp"

#include "lib/base/error.hpp"
#include "lib/store/media_rows.hpp"
#include "lib/store/write/forgotten.hpp"
#include "lib/store/write/write_context.hpp"
#include "lib/store/write/write_transaction.hpp"

namespace locker::store {
namespace {

constexpr int kFilesAtOnce = 500;
constexpr char kFetched[] = "fetched";

std::int64_t account_id(WriteContext& context, std::string_view name) {
  const auto id = context.statement.number("SELECT id FROM account WHERE name = ?", name);
  if (!id) throw Error(ErrorKind::usage, "there is no account \"" + std::string(name) + "\"");
  return *id;
}

StoredFile read_file_row(Scan& row, int first) {
  return {
      .id = row.number(first), .size = row.number(first + 1), .path = std::string(text_of(row, first + 2))};
}

}  // namespace

struct MediaRows::State {
  State(const Home& home, const connector::Registry& registry, std::string_view name)
      : context(Database::open_for_writing(home), registry),
        account(account_id(context, name)),
        account_name(name) {}

  void put(std::int64_t record, const Medium& medium, std::optional<std::int64_t> file,
           std::optional<std::string_view> problem, std::string_view source, Instant now) {
    context.statement.run(
        "INSERT OR REPLACE INTO media(record, key, place, kind, url, alt, source, file, problem, looked)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        record, medium.key, medium.place, medium.kind, or_null(medium.url), or_null(medium.alt), source, file,
        problem, to_millis(now));
  }

  std::int64_t file_id(const Digest& content, const StoredFile& file) {
    context.statement.run("INSERT OR IGNORE INTO file(account, sha256, size, path) VALUES (?, ?, ?, ?)",
                          account, content, file.size, file.path);
    return context.statement.number("SELECT id FROM file WHERE account = ? AND sha256 = ?", account, content)
        .value();
  }

  WriteContext context;
  std::int64_t account;
  std::string account_name;
};

MediaRows::MediaRows(const Home& home, const connector::Registry& registry, std::string_view account)
    : state_(std::make_unique<State>(home, registry, account)) {}

MediaRows::~MediaRows() = default;

std::optional<MediaOwner> MediaRows::owner(const RecordName& record) {
  auto& row = state_->context.statement(
      "SELECT r.id, r.key, r.time FROM record r JOIN type t ON t.id = r.type"
      " WHERE r.account = ?1 AND t.name = ?2 AND r.key = ?3"
      " UNION ALL SELECT r.id, r.key, r.time FROM alias a JOIN type t ON t.id = a.type"
      " JOIN record r ON r.id = a.record WHERE a.account = ?1 AND t.name = ?2 AND a.key = ?3 LIMIT 1");
  Statements::bind_all(row, state_->account, record.type, record.key);
  std::optional<MediaOwner> found;
  if (row.step()) {
    found = MediaOwner{row.number(0), std::string(text_of(row, 1)), std::nullopt};
    if (!row.is_null(2)) found->time = from_millis(row.number(2));
  }
  row.reset();
  return found;
}

bool MediaRows::is_forgotten(const RecordName& record) {
  return Forgotten(state_->context).contains(state_->account_name, record.type, record.key);
}

std::optional<StoredFile> MediaRows::file_of(const Digest& content) {
  auto& row = state_->context.statement("SELECT id, size, path FROM file WHERE account = ? AND sha256 = ?");
  Statements::bind_all(row, state_->account, content);
  std::optional<StoredFile> found;
  if (row.step()) found = read_file_row(row, 0);
  row.reset();
  return found;
}

bool MediaRows::is_taken(std::string_view path) {
  return state_->context.statement
      .number("SELECT id FROM file WHERE account = ? AND path = ?", state_->account, path)
      .has_value();
}

std::optional<MediaRows::Known> MediaRows::known(std::int64_t record, std::string_view key) {
  auto& row = state_->context.statement(
      "SELECT f.id, f.size, f.path, m.problem, m.source FROM media m LEFT JOIN file f ON f.id = m.file"
      " WHERE m.record = ? AND m.key = ?");
  Statements::bind_all(row, record, key);
  std::optional<Known> found;
  if (row.step()) {
    found.emplace();
    if (!row.is_null(0)) found->file = read_file_row(row, 0);
    found->problem = text_of(row, 3);
    found->put_off = text_of(row, 4) == kPostponed;
  }
  row.reset();
  return found;
}

void MediaRows::keep(std::int64_t record, const Medium& medium, const Digest& content, const StoredFile& file,
                     std::string_view source, Instant now) {
  WriteTransaction transaction(state_->context.database);
  Statements& statement = state_->context.statement;
  const auto before =
      statement.number("SELECT file FROM media WHERE record = ? AND key = ?", record, medium.key);
  const std::int64_t id = file.id != 0 ? file.id : state_->file_id(content, file);
  state_->put(record, medium, id, std::nullopt, source, now);
  // The file that was stored for it before may not be shown by anything any more.
  if (before && *before != id)
    statement.run("DELETE FROM file WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM media WHERE media.file = ?1)",
                  *before);
  transaction.commit();
}

void MediaRows::keep_unshown(const Digest& content, const StoredFile& file) {
  WriteTransaction transaction(state_->context.database);
  (void)state_->file_id(content, file);
  transaction.commit();
}

void MediaRows::note_problem(std::int64_t record, const Medium& medium, std::string_view problem,
                             bool put_off, Instant now) {
  WriteTransaction transaction(state_->context.database);
  state_->put(record, medium, std::nullopt, problem, put_off ? kPostponed : kFetched, now);
  transaction.commit();
}

std::vector<std::int64_t> MediaRows::own(const connector::Stream& stream) {
  auto& rows = state_->context.statement(
      "SELECT r.id FROM record r WHERE r.id IN"
      " (SELECT m.record FROM membership m JOIN stream s ON s.id = m.stream"
      "  WHERE s.account = ?1 AND s.name = ?2 UNION ALL"
      "  SELECT o.id FROM account a JOIN record o ON o.account = a.id AND o.author = a.user_id"
      "  WHERE a.id = ?1 AND o.type = ?3 AND o.state = 1) ORDER BY r.sort");
  Statements::bind_all(rows, state_->account, stream.name, state_->context.type(stream.type).id);
  std::vector<std::int64_t> records;
  while (rows.step()) records.push_back(rows.number(0));
  rows.reset();
  return records;
}

RecordName MediaRows::name(std::int64_t record) {
  auto& row = state_->context.statement(
      "SELECT t.name, r.key FROM record r JOIN type t ON t.id = r.type WHERE r.id = ?");
  Statements::bind_all(row, record);
  RecordName name;
  if (row.step()) name = {std::string(text_of(row, 0)), std::string(text_of(row, 1))};
  row.reset();
  return name;
}

std::vector<StoredForm> MediaRows::forms(std::int64_t record) {
  auto& rows = state_->context.statement(
      "SELECT v.id, v.raw, p.kind, p.key, p.raw, r.author FROM version v JOIN shape s ON s.id = v.shape"
      " JOIN record r ON r.id = v.record"
      " LEFT JOIN part p ON p.version = v.id WHERE v.record = ? AND v.newest = 1"
      " ORDER BY s.rank, v.id, p.kind, p.key");
  Statements::bind_all(rows, record);
  std::vector<StoredForm> forms;
  std::int64_t version = 0;
  while (rows.step()) {
    if (rows.number(0) != version) {
      version = rows.number(0);
      forms.push_back({std::string(text_of(rows, 1)), {}, std::string(text_of(rows, 5))});
    }
    if (rows.is_null(2)) continue;
    forms.back().parts.push_back(
        {std::string(text_of(rows, 2)), std::string(text_of(rows, 3)), std::string(text_of(rows, 4))});
  }
  rows.reset();
  return forms;
}

void list_files(const Database& database, const std::function<void(const ListedFile&)>& take) {
  Statements statement(database.sqlite());
  std::int64_t last = 0;
  for (bool more = true; more;) {
    auto& rows = statement(
        "SELECT f.id, a.name, f.path, f.size, f.sha256,"
        " (SELECT a.name || ':' || t.name || '/' || r.key FROM media m JOIN record r ON r.id = m.record"
        "  JOIN type t ON t.id = r.type WHERE m.file = f.id LIMIT 1)"
        " FROM file f JOIN account a ON a.id = f.account WHERE f.id > ? ORDER BY f.id LIMIT ?");
    Statements::bind_all(rows, last, kFilesAtOnce);
    std::vector<ListedFile> files;
    while (rows.step()) {
      last = rows.number(0);
      files.push_back({.account = std::string(text_of(rows, 1)),
                       .path = std::string(text_of(rows, 2)),
                       .shown_by = std::string(text_of(rows, 5)),
                       .size = rows.number(3),
                       .sha256 = std::string(rows.bytes(4))});
    }
    rows.reset();
    more = !files.empty();
    for (const auto& file : files) take(file);
  }
}

}  // namespace locker::store
