#include "lib/store/write/forget.hpp"

#include <filesystem>

#include "lib/base/error.hpp"
#include "lib/base/home.hpp"
#include "lib/store/write/forgotten.hpp"
#include "lib/store/write/traces.hpp"
#include "lib/store/write/version_compressor.hpp"
#include "lib/store/write/write_context.hpp"
#include "lib/store/write/write_transaction.hpp"
#include "lib/store/write/writer.hpp"

namespace locker::store {
namespace {

/// Records erased in one transaction.
constexpr int kBatch = 500;
/// Pages of index that one step of merging may write.
constexpr int kMergePages = 512;

class Eraser {
 public:
  Eraser(const Home& home, const connector::Registry& registry)
      : context_(Database::open_for_writing(home), registry) {
    // Freed space is overwritten, not just unlinked.
    context_.database.sqlite().exec("PRAGMA secure_delete = ON");
  }

  std::int64_t account_id(std::string_view name) {
    const auto id = context_.statement.number("SELECT id FROM account WHERE name = ?", name);
    if (!id) throw Error(ErrorKind::usage, "there is no account \"" + std::string(name) + "\"");
    return *id;
  }

  std::vector<std::int64_t> some_records(std::int64_t account) {
    auto& rows = context_.statement("SELECT id FROM record WHERE account = ? LIMIT ?");
    Statements::bind_all(rows, account, kBatch);
    std::vector<std::int64_t> ids;
    while (rows.step()) ids.push_back(rows.number(0));
    rows.reset();
    return ids;
  }

  std::optional<std::int64_t> find(std::int64_t account, const RecordName& name) {
    return context_.statement.number(
        "SELECT r.id FROM record r JOIN type t ON t.id = r.type WHERE r.account = ? AND t.name = ? AND r.key "
        "= ?",
        account, name.type, name.key);
  }

  /// Inside a WriteTransaction.
  void erase(std::int64_t record, std::string_view account, std::int64_t account_id) {
    remember_to_refuse(record, account);
    erase_media(record, account);
    compressor_.retire_dictionaries(record);
    auto& run = context_.statement;
    run.run("DELETE FROM search WHERE rowid = (SELECT sort FROM record WHERE id = ?)", record);
    run.run("DELETE FROM entry WHERE record = ?", record);
    run.run("DELETE FROM part WHERE version IN (SELECT id FROM version WHERE record = ?)", record);
    run.run("DELETE FROM notice WHERE account = ? AND key IN (SELECT key FROM record WHERE id = ?)",
            account_id, record);
    // An earlier program named there what was charged.
    run.run(
        "DELETE FROM charged WHERE account = ?1 AND key IN (SELECT key FROM record WHERE id = ?2"
        " UNION ALL SELECT key FROM alias WHERE record = ?2)",
        account_id, record);
    run.run("DELETE FROM sample WHERE record = ?", record);
    run.run("DELETE FROM reply WHERE record = ?", record);
    run.run("DELETE FROM unjoined WHERE record = ?", record);
    run.run("DELETE FROM alias WHERE record = ?", record);
    leave_out_of_walks(record);
    run.run("DELETE FROM membership WHERE record = ?", record);
    run.run("DELETE FROM version WHERE record = ?", record);
    run.run("UPDATE change SET action = 7, record = NULL, stream = NULL, version = NULL WHERE record = ?",
            record);
    run.run("DELETE FROM record WHERE id = ?", record);
  }

  /// Inside a WriteTransaction: cursors and notices; the account's name and ledger stay.
  void erase_account_rows(std::int64_t account) {
    context_.statement.run("DELETE FROM validator WHERE stream IN (SELECT id FROM stream WHERE account = ?)",
                           account);
    context_.statement.run("DELETE FROM named WHERE account = ?", account);
    context_.statement.run("DELETE FROM met WHERE stream IN (SELECT id FROM stream WHERE account = ?)",
                           account);
    context_.statement.run("DELETE FROM stream WHERE account = ?", account);
    context_.statement.run("DELETE FROM import WHERE account = ?", account);
    context_.statement.run("DELETE FROM notice WHERE account = ?", account);
    traces_.blank_runs(account);
    context_.statement.run("UPDATE account SET user_id = NULL, handle = NULL, dialect = NULL WHERE id = ?",
                           account);
  }

  /// FTS5 marks entries as deleted and keeps their words until its segments are merged; and the
  /// write-ahead log keeps pages as they were.
  void scrub() {
    renew_dictionaries();
    for (bool first = true, more = true; more; first = false) {
      WriteTransaction transaction(context_.database);
      const int before = context_.database.sqlite().getTotalChanges();
      context_.statement.run("INSERT INTO search(search, rank) VALUES ('merge', ?)",
                             first ? -kMergePages : kMergePages);
      more = context_.database.sqlite().getTotalChanges() - before >= 2;
      transaction.commit();
    }
    const auto lock = FileLock::acquire(context_.database.home().write_lock(), FileLock::Mode::exclusive);
    SQLite::Statement checkpoint(context_.database.sqlite(), "PRAGMA wal_checkpoint(TRUNCATE)");
    checkpoint.executeStep();
  }

  /// Inside a WriteTransaction, before erase(). Of an account all streams go.
  void erase_traces(std::int64_t record) { traces_.erase(record); }

  WriteContext& context() { return context_; }

  /// So that no walk takes it for something that has just come to its list.
  void remember_where_listed(std::int64_t record, std::string_view account) {
    struct Place {
      std::string stream, type, key;
      std::int64_t walk = 0;
    };
    std::vector<Place> places;
    auto& rows = context_.statement(
        "SELECT s.name, s.part, t.name, r.key, m.first_walk FROM membership m JOIN stream s ON s.id = "
        "m.stream"
        " JOIN record r ON r.id = m.record JOIN type t ON t.id = r.type WHERE m.record = ? AND m.ended IS "
        "NULL");
    Statements::bind_all(rows, record);
    while (rows.step())
      places.push_back({StreamName{std::string(text_of(rows, 0)), std::string(text_of(rows, 1))}.text(),
                        std::string(text_of(rows, 2)), std::string(text_of(rows, 3)), rows.number(4)});
    rows.reset();
    Forgotten forgotten(context_);
    for (const auto& place : places)
      forgotten.keep_first_walk({account, place.stream, place.type, place.key}, place.walk);
  }

 private:
  /// Files that no other record shows go too, before their rows: a kill between the two leaves a row, and
  /// forgetting again goes on.
  void erase_media(std::int64_t record, std::string_view account) {
    const std::filesystem::path folder = context_.database.home().account(account) / "media";
    auto& files = context_.statement(
        "SELECT f.id, f.path FROM media m JOIN file f ON f.id = m.file WHERE m.record = ?1 AND NOT EXISTS"
        " (SELECT 1 FROM media o WHERE o.file = f.id AND o.record <> ?1) GROUP BY f.id");
    Statements::bind_all(files, record);
    std::vector<std::int64_t> erased;
    while (files.step()) {
      erased.push_back(files.number(0));
      std::filesystem::remove(folder / text_of(files, 1));
    }
    files.reset();
    context_.statement.run("DELETE FROM media WHERE record = ?", record);
    for (const auto file : erased) context_.statement.run("DELETE FROM file WHERE id = ?", file);
    // What came half is known by its address alone; it is fetched again for whom it still concerns.
    if (!erased.empty()) std::filesystem::remove_all(folder / ".incoming");
    erase_waiting(record, folder / ".waiting");
  }

  /// Files of an export that came before the records which show them, whose ids begin their names.
  void erase_waiting(std::int64_t record, const std::filesystem::path& folder) {
    if (!std::filesystem::exists(folder)) return;
    auto& keys = context_.statement(
        "SELECT key FROM record WHERE id = ?1 UNION ALL SELECT key FROM alias WHERE record = ?1");
    Statements::bind_all(keys, record);
    std::vector<std::string> names;
    while (keys.step()) names.push_back(std::string(text_of(keys, 0)) + "-");
    keys.reset();
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
      for (const auto& name : names)
        if (entry.path().filename().string().starts_with(name)) files.push_back(entry.path());
    for (const auto& file : files) std::filesystem::remove(file);
  }

  void renew_dictionaries() {
    for (bool more = true; more;) {
      WriteTransaction transaction(context_.database);
      more = compressor_.renew_some();
      transaction.commit();
    }
  }

  void remember_to_refuse(std::int64_t record, std::string_view account) {
    auto& names = context_.statement(
        "SELECT t.name, r.key FROM record r JOIN type t ON t.id = r.type WHERE r.id = ?1"
        " UNION ALL SELECT t.name, a.key FROM alias a JOIN type t ON t.id = a.type WHERE a.record = ?1");
    Statements::bind_all(names, record);
    Forgotten forgotten(context_);
    while (names.step()) forgotten.add(account, text_of(names, 0), text_of(names, 1));
    names.reset();
  }

  /// A walk under way keeps the place of what it met, without its number, which may be given again. Twice,
  /// since a replacement takes the comma that a second one beside it begins with.
  void leave_out_of_walks(std::int64_t record) {
    context_.statement.run(
        "UPDATE met SET records = trim(replace(replace(',' || records || ',', ?1, ',0,'), ?1, ',0,'), ',')"
        " WHERE stream IN (SELECT stream FROM membership WHERE record = ?2)",
        "," + std::to_string(record) + ",", record);
  }

  WriteContext context_;
  VersionCompressor compressor_{context_};
  Traces traces_{context_};
};

}  // namespace

bool forget_record(const Home& home, const connector::Registry& registry, std::string_view account,
                   const RecordName& name, Instant now) {
  Eraser eraser(home, registry);
  const auto id = eraser.account_id(account);
  {
    WriteTransaction transaction(eraser.context().database);
    const auto record = eraser.find(id, name);
    if (!record) return false;
    eraser.remember_where_listed(*record, account);
    eraser.erase_traces(*record);
    eraser.erase(*record, account, id);
    eraser.context().log(Action::forget, id, std::nullopt, std::nullopt, std::nullopt, now);
    transaction.commit();
  }
  eraser.scrub();
  return true;
}

std::int64_t forget_account(const Home& home, const connector::Registry& registry, std::string_view account,
                            Instant now, const std::stop_token& stop) {
  Eraser eraser(home, registry);
  const auto id = eraser.account_id(account);
  std::int64_t erased = 0;
  for (bool more = true; more;) {
    if (stop.stop_requested())
      throw Error(ErrorKind::interrupted, "interrupted after " + std::to_string(erased) + " records",
                  "run it again to go on");
    WriteTransaction transaction(eraser.context().database);
    const auto records = eraser.some_records(id);
    for (const auto record : records) eraser.erase(record, account, id);
    erased += static_cast<std::int64_t>(records.size());
    more = !records.empty();
    if (!more) {
      eraser.erase_account_rows(id);
      std::filesystem::remove_all(home.account(account) / "media" / ".waiting");
      eraser.context().log(Action::forget, id, std::nullopt, std::nullopt, std::nullopt, now);
    }
    transaction.commit();
  }
  eraser.scrub();
  return erased;
}

}  // namespace locker::store
