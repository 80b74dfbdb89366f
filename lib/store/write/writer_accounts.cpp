#include "lib/store/write/write_transaction.hpp"
#include "lib/store/write/writer.hpp"
#include "lib/store/write/writer_state.hpp"

namespace locker::store {

std::optional<Account> Writer::account(std::string_view name) {
  auto& row = state_->context.statement(Writer::State::kAccount);
  Statements::bind_all(row, name);
  if (!row.step()) {
    row.reset();
    return std::nullopt;
  }
  return State::read(row);
}

Account Writer::ensure_account(std::string_view name, std::string_view connector,
                               std::optional<std::int64_t> budget, Instant now) {
  if (auto known = account(name)) return *known;
  WriteTransaction transaction(state_->context.database);
  state_->context.statement.run(
      "INSERT OR IGNORE INTO account(name, connector, created, budget) VALUES (?, ?, ?, ?)", name, connector,
      to_millis(now), budget);
  transaction.commit();
  return state_->require(name);
}

void Writer::bind_account(std::string_view name, std::string_view user_id, std::string_view handle) {
  WriteTransaction transaction(state_->context.database);
  const Account account = state_->require(name);
  if (!account.user_id.empty() && account.user_id != user_id)
    throw Error(
        ErrorKind::usage,
        "account \"" + account.name + "\" is @" + account.handle + "'s, and this is @" + std::string(handle),
        "use --account NAME for a second account");
  state_->context.statement.run("UPDATE account SET user_id = ?, handle = ? WHERE id = ?", user_id, handle,
                                account.id);
  transaction.commit();
}

Instant Writer::handle_reported_at(std::string_view name) {
  return from_millis(state_->context.statement
                         .number("SELECT max((SELECT coalesce(max(v.looked), 0) FROM type t"
                                 "  JOIN record r ON r.account = a.id AND r.type = t.id AND r.key = a.user_id"
                                 "  JOIN version v ON v.record = r.id"
                                 "  WHERE t.name LIKE 'profile/%' AND v.name IS NOT NULL),"
                                 " (SELECT coalesce(max(began), 0) FROM run"
                                 "  WHERE account = a.id AND stream = 'profile' AND outcome = 'done'))"
                                 " FROM account a WHERE a.name = ?",
                                 name)
                         .value_or(0));
}

void Writer::set_handle(std::string_view name, std::string_view handle) {
  WriteTransaction transaction(state_->context.database);
  state_->context.statement.run("UPDATE account SET handle = ? WHERE id = ?", handle,
                                state_->require(name).id);
  transaction.commit();
}

void Writer::set_budget(std::string_view name, std::optional<std::int64_t> micro_dollars) {
  WriteTransaction transaction(state_->context.database);
  state_->context.statement.run("UPDATE account SET budget = ? WHERE id = ?", micro_dollars,
                                state_->require(name).id);
  transaction.commit();
}

void Writer::set_dialect(std::string_view name, std::string_view dialect) {
  WriteTransaction transaction(state_->context.database);
  state_->context.statement.run("UPDATE account SET dialect = ? WHERE id = ?", or_null(dialect),
                                state_->require(name).id);
  transaction.commit();
}

}  // namespace locker::store
