#include <chrono>

#include "lib/store/write/write_transaction.hpp"
#include "lib/store/write/writer.hpp"
#include "lib/store/write/writer_state.hpp"

namespace locker::store {
namespace {

std::int64_t begin_of_month(Instant now) {
  const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(now)};
  return to_millis(std::chrono::sys_days{date.year() / date.month() / 1});
}

}  // namespace

std::int64_t Writer::begin_run(std::string_view account, const StreamName& stream, Instant now) {
  WriteTransaction transaction(state_->context.database);
  state_->context.statement.run("INSERT INTO run(account, stream, began) VALUES (?, ?, ?)",
                                state_->require(account).id, stream.text(), to_millis(now));
  const auto run = state_->context.database.sqlite().getLastInsertRowid();
  transaction.commit();
  return run;
}

void Writer::end_run(std::int64_t run, const RunEnd& end, Instant now) {
  WriteTransaction transaction(state_->context.database);
  state_->context.statement.run("UPDATE run SET ended = ?, outcome = ?, message = ?, hint = ? WHERE id = ?",
                                to_millis(now), end.outcome.name(), or_null(end.message), or_null(end.hint),
                                run);
  // Of the runs of a part that fetched nothing, only the last one is worth a row: there are hundreds a day.
  state_->context.statement.run(
      "DELETE FROM run WHERE (account, stream) = (SELECT account, stream FROM run WHERE id = ?1)"
      " AND id < ?1 AND stream LIKE '%/%' AND outcome = 'done' AND resources = 0 AND gross = 0",
      run);
  transaction.commit();
}

std::int64_t Writer::month_cost(std::string_view account, Instant now) {
  return state_->context.statement
      .number("SELECT sum(cost) FROM run WHERE account = ? AND began >= ?", state_->require(account).id,
              begin_of_month(now))
      .value_or(0);
}

}  // namespace locker::store
