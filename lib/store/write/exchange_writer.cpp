#include "lib/store/write/exchange_writer.hpp"

#include "lib/store/write/parts.hpp"
#include "lib/store/write/search_index.hpp"
#include "lib/store/write/statements.hpp"
#include "lib/store/write/write_transaction.hpp"

namespace locker::store {
namespace {

constexpr int kRowsATransaction = 10'000;
constexpr int kIndexedATransaction = 2'000;

void bind(Scan& statement, int at, const ExchangeValue& value) {
  switch (value.kind) {
    case ExchangeValue::Kind::nothing:
      return statement.bind_null(at);
    case ExchangeValue::Kind::number:
      return statement.bind(at, value.number);
    case ExchangeValue::Kind::text:
      return statement.bind_static(at, value.text);
    case ExchangeValue::Kind::bytes:
      return statement.bind_static_blob(at, value.text);
  }
}

}  // namespace

struct ExchangeWriter::State {
  explicit State(const Home& home)
      : database(Database::open_for_writing(home)),
        statement(database.sqlite()),
        transaction(std::in_place, database) {
    // Exported types and shapes bring their own ids.
    database.sqlite().exec("DELETE FROM shape; DELETE FROM type");
  }

  void next_turn() {
    transaction->commit();
    transaction.reset();
    transaction.emplace(database);
    rows = 0;
  }

  Database database;
  Statements statement;
  std::optional<WriteTransaction> transaction;
  int rows = 0;
};

ExchangeWriter::ExchangeWriter(const Home& home) : state_(std::make_unique<State>(home)) {}
ExchangeWriter::~ExchangeWriter() = default;

void ExchangeWriter::put(const ExchangeKind& kind, const std::vector<ExchangeValue>& values) {
  for (const char* insert : kind.inserts) {
    Scan& statement = state_->statement(insert);
    const int parameters = statement.parameters();
    for (int at = 0; at < parameters && at < static_cast<int>(values.size()); ++at)
      bind(statement, at + 1, values[static_cast<std::size_t>(at)]);
    statement.step();
    statement.reset();
  }
  if (++state_->rows == kRowsATransaction) state_->next_turn();
}

void ExchangeWriter::drop_media_without_files() {
  state_->statement.run(
      "UPDATE media SET file = NULL WHERE file IS NOT NULL AND file NOT IN (SELECT id FROM file)");
}

void ExchangeWriter::finish() {
  // Exports of earlier programs have no digests of parts.
  state_->statement.run(
      "INSERT OR IGNORE INTO meta(key, value) SELECT 'undigested', 1 WHERE EXISTS"
      " (SELECT 1 FROM part WHERE sha256 IS NULL)");
  state_->transaction->commit();
  state_->transaction.reset();
  digest_earlier_parts(state_->database, state_->statement);
  state_->transaction.emplace(state_->database);
  std::optional<std::int64_t> last;
  SearchIndex index(state_->statement);
  for (bool more = true; more; state_->next_turn()) {
    auto& rows = state_->statement(
        "SELECT r.sort, v.text, v.name, r.id FROM record r JOIN version v ON v.id = r.face"
        " WHERE ?1 IS NULL OR r.sort > ?1 ORDER BY r.sort LIMIT ?2");
    Statements::bind_all(rows, last, kIndexedATransaction);
    more = false;
    while (rows.step()) {
      more = true;
      last = rows.number(0);
      index.add(rows.number(3), *last, words_of(text_of(rows, 1), text_of(rows, 2)));
    }
    rows.reset();
    index.flush();
  }
  state_->transaction->commit();
  state_->transaction.reset();
  state_->database.sqlite().exec("PRAGMA wal_checkpoint(TRUNCATE)");
}

}  // namespace locker::store
