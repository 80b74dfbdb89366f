#include "lib/store/write/verify.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <cstring>

#include "lib/base/stop.hpp"
#include "lib/store/searchable.hpp"
#include "lib/store/write/consistency_check.hpp"
#include "lib/store/write/digest.hpp"
#include "lib/store/write/parts.hpp"
#include "lib/store/write/schema_check.hpp"
#include "lib/store/write/statements.hpp"
#include "lib/store/write/write_transaction.hpp"

namespace locker::store {
namespace {

constexpr int kRowsAtOnce = 2'000;

/// The name of a record in the line of a problem, for a user who wants to look it up.
constexpr char kNameOf[] =
    "SELECT a.name || ':' || t.name || ' ' || r.key FROM record r JOIN account a ON a.id = r.account"
    " JOIN type t ON t.id = r.type WHERE r.id = ?";

class Check {
 public:
  Check(const Database& database, const std::stop_token& stop)
      : database_(database), statement_(database.sqlite()), stop_(stop) {}

  /// Checks everything that can be read, even if a table of the archive is missing.
  void content() try {
    digests();
    part_digests();
    index();
    check_consistency(
        statement_,
        [this](std::string_view what, std::optional<std::int64_t> record) {
          problem((record ? name_of_record(*record) + ": " : std::string()).append(what));
        },
        stop_);
  } catch (const SQLite::Exception& error) {
    problem(std::string("not all of it can be read: ") + error.what());
  }

  void structure() {
    for (auto& line : schema_problems(database_.sqlite())) problem(std::move(line));
    verdict_.whole_schema = verdict_.problems.empty();
    SQLite::Statement rows(database_.sqlite(), "PRAGMA integrity_check(20)");
    while (rows.executeStep())
      if (const auto line = rows.getColumn(0).getString(); line != "ok") problem("structure: " + line);
    SQLite::Statement keys(database_.sqlite(), "PRAGMA foreign_key_check");
    while (keys.executeStep() && verdict_.problems.size() < 100)
      problem("row " + keys.getColumn(1).getString() + " of " + keys.getColumn(0).getString() +
              " refers to nothing in " + keys.getColumn(2).getString());
  }

  void earlier_parts() { digest_earlier_parts(database_, statement_); }

  void index_structure() try {
    WriteTransaction transaction(database_);
    ask_index(database_.sqlite());
    transaction.commit();
  } catch (const SQLite::Exception& error) {
    index_is_damaged(error);
  }

  void index_structure_of(const std::filesystem::path& copy) try {
    SQLite::Database database(copy.string(), SQLite::OPEN_READWRITE);
    ask_index(database);
  } catch (const SQLite::Exception& error) {
    index_is_damaged(error);
  }

  Verdict verdict() && { return std::move(verdict_); }

 private:
  void digests() {
    std::int64_t last = 0;
    for (bool more = true; more;) {
      check_stop(stop_);
      auto& rows = statement_(
          "SELECT id, plain(raw, dictionary), sha256, record FROM version WHERE id > ? ORDER BY id LIMIT ?");
      Statements::bind_all(rows, last, kRowsAtOnce);
      more = false;
      while (rows.step()) {
        more = true;
        last = rows.number(0);
        ++verdict_.versions;
        if (!is_digest_of(rows.bytes(2), text_of(rows, 1)))
          problem("version " + std::to_string(last) + " of " + name_of_record(rows.number(3)) +
                  " is not what was stored");
      }
      rows.reset();
    }
  }

  /// Its key consists of three columns. Parts stored before there were digests have none in a read-only
  /// archive.
  void part_digests() {
    PartName last;
    for (bool more = true; more;) {
      check_stop(stop_);
      auto& rows = statement_(
          "SELECT p.version, p.kind, p.key, p.raw, p.sha256, v.record FROM part p LEFT JOIN version v"
          " ON v.id = p.version WHERE (p.version, p.kind, p.key) > (?, ?, ?)"
          " ORDER BY p.version, p.kind, p.key LIMIT ?");
      const PartName above = last;
      Statements::bind_all(rows, above.version, above.kind, above.key, kRowsAtOnce);
      more = false;
      while (rows.step()) {
        more = true;
        ++verdict_.parts;
        last = {rows.number(0), std::string(rows.text(1)), std::string(rows.text(2))};
        if (!rows.is_null(4) && !is_digest_of(rows.bytes(4), rows.text(3)))
          problem("the " + last.kind + " \"" + last.key + "\" of " + name_of_record(rows.number(5)) +
                  " is not what was stored");
      }
      rows.reset();
    }
  }

  static bool is_digest_of(std::string_view stored, std::string_view bytes) {
    const auto digest = sha256(bytes);
    return stored.size() == digest.size() && std::memcmp(stored.data(), digest.data(), digest.size()) == 0;
  }

  void index() {
    std::optional<std::int64_t> last;
    for (bool more = true; more;) {
      check_stop(stop_);
      auto& rows = statement_(
          "SELECT r.sort, r.id, v.text, v.name, e.text FROM record r LEFT JOIN version v ON v.id = r.face"
          " LEFT JOIN entry e ON e.record = r.id WHERE ?1 IS NULL OR r.sort > ?1 ORDER BY r.sort LIMIT ?2");
      Statements::bind_all(rows, last, kRowsAtOnce);
      more = false;
      while (rows.step()) {
        more = true;
        last = rows.number(0);
        ++verdict_.records;
        const auto text = text_of(rows, 2), name = text_of(rows, 3);
        verdict_.index_entries += text.empty() && name.empty() ? 0 : 1;
        const bool in_step =
            rows.is_null(4) ? may_have_no_entry(text, name) : is_entry_of(text_of(rows, 4), text, name);
        if (!in_step) problem("the full-text index is out of step for " + name_of_record(rows.number(1)));
      }
      rows.reset();
    }
    const auto orphans = statement_
                             .number(
                                 "SELECT count(*) FROM entry e WHERE NOT EXISTS"
                                 " (SELECT 1 FROM record r WHERE r.id = e.record)")
                             .value_or(0);
    if (orphans > 0) problem("the full-text index has " + std::to_string(orphans) + " entries of no record");
  }

  void ask_index(SQLite::Database& database) {
    verdict_.index_structure = true;
    database.exec("INSERT INTO search(search, rank) VALUES ('integrity-check', 1)");
  }
  void index_is_damaged(const SQLite::Exception& error) {
    problem(std::string("the full-text index is damaged: ") + error.what());
  }
  void problem(std::string line) { verdict_.problems.push_back(std::move(line)); }

  std::string name_of_record(std::int64_t record) {
    auto& row = statement_(kNameOf);
    Statements::bind_all(row, record);
    std::string name = row.step() ? std::string(text_of(row, 0)) : "record " + std::to_string(record);
    row.reset();
    return name;
  }

  const Database& database_;
  Statements statement_;
  const std::stop_token& stop_;
  Verdict verdict_;
};

}  // namespace

Verdict verify(const Database& database, const std::stop_token& stop) {
  Check check(database, stop);
  const bool may_write = sqlite3_db_readonly(database.sqlite().getHandle(), "main") == 0;
  check.structure();
  if (may_write) check.earlier_parts();
  check.content();
  if (may_write) check.index_structure();
  return std::move(check).verdict();
}

Verdict verify_copy(const std::filesystem::path& file, const std::stop_token& stop) {
  const Database database = Database::open_copy(file);
  Check check(database, stop);
  check.structure();
  check.content();
  check.index_structure_of(file);
  return std::move(check).verdict();
}

}  // namespace locker::store
