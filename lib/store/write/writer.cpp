#include "lib/store/write/writer.hpp"

#include <chrono>
#include <nlohmann/json.hpp>

#include "lib/store/fields.hpp"
#include "lib/store/health.hpp"
#include "lib/store/merged_json.hpp"
#include "lib/store/write/state.hpp"
#include "lib/store/write/write_transaction.hpp"
#include "lib/store/write/writer_state.hpp"

namespace locker::store {
namespace {

constexpr auto kMembers = statement_of(
    "SELECT s.part, r.key, coalesce(", kMergedJson,
    ", v.raw) FROM stream s JOIN membership m ON m.stream = s.id AND m.ended IS NULL JOIN record r ON r.id ="
    " m.record JOIN version v ON v.id = r.head JOIN type t ON t.id = r.type"
    " WHERE t.name = ? AND s.account = ? AND s.name = ? ORDER BY r.key, s.part");

constexpr auto kJsonOf =
    statement_of("SELECT coalesce(", kMergedJson,
                 ", v.raw) FROM record r JOIN version v ON v.id = r.head JOIN type t ON t.id = r.type"
                 " WHERE r.account = ? AND t.name = ? AND r.key = ? AND r.state = 0");

/// A whole number at a dotted path of a JSON object.
std::optional<std::int64_t> number_at(const std::string& object, std::string_view path) {
  auto value = nlohmann::json::parse(object, nullptr, false);
  for (std::string_view rest = path; !rest.empty() && value.is_object();) {
    const auto dot = rest.find('.');
    const auto found = value.find(std::string(rest.substr(0, dot)));
    if (found == value.end()) return std::nullopt;
    value = nlohmann::json(*found);
    rest = dot == std::string_view::npos ? std::string_view() : rest.substr(dot + 1);
  }
  return value.is_number_integer() ? std::optional(value.get<std::int64_t>()) : std::nullopt;
}

std::int64_t begin_of_month(Instant now) {
  const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(now)};
  return to_millis(std::chrono::sys_days{date.year() / date.month() / 1});
}

}  // namespace

Counts& Counts::operator+=(const Counts& other) {
  created += other.created;
  updated += other.updated;
  deleted += other.deleted;
  restored += other.restored;
  added += other.added;
  removed += other.removed;
  unchanged += other.unchanged;
  forgotten += other.forgotten;
  return *this;
}

Writer::Writer(const Home& home, const connector::Registry& registry)
    : state_(std::make_unique<State>(State{WriteContext(Database::open_for_writing(home), registry)})) {
  state_->context.register_facts();
}

Writer::~Writer() = default;

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

Cursor Writer::cursor(std::string_view account, const StreamName& stream) {
  const auto id =
      state_->context.statement.number("SELECT id FROM stream WHERE account = ? AND name = ? AND part = ?",
                                       state_->require(account).id, stream.name, stream.part);
  return id ? read_cursor(state_->context, *id) : Cursor{};
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
                         const TellMember& tell) {
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

std::vector<Writer::Unanswered> Writer::unanswered(std::string_view account, const StreamName& stream) {
  auto& rows = state_->context.statement(
      "SELECT v.address, t.name, v.key FROM validator v JOIN type t ON t.id = v.type WHERE v.key IS NOT NULL"
      " AND v.stream = (SELECT id FROM stream WHERE account = ? AND name = ? AND part = ?) ORDER BY "
      "v.address");
  Statements::bind_all(rows, state_->require(account).id, stream.name, stream.part);
  std::vector<Unanswered> result;
  while (rows.step())
    result.push_back(
        {std::string(text_of(rows, 0)), {std::string(text_of(rows, 1)), std::string(text_of(rows, 2))}});
  rows.reset();
  return result;
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

bool Writer::has_form(std::string_view account, const RecordName& name, std::string_view shape) {
  return state_->context.statement
      .number(
          "SELECT 1 FROM record r JOIN type t ON t.id = r.type JOIN version v ON v.record = r.id"
          " JOIN shape s ON s.id = v.shape"
          " WHERE r.account = ? AND t.name = ? AND r.key = ? AND s.name = ? LIMIT 1",
          state_->require(account).id, name.type, name.key, shape)
      .has_value();
}

std::optional<std::string> Writer::key_behind(std::string_view account, const RecordName& alias) {
  auto& row = state_->context.statement(
      "SELECT r.key FROM alias a JOIN type t ON t.id = a.type JOIN record r ON r.id = a.record"
      " WHERE a.account = ? AND t.name = ? AND a.key = ?");
  Statements::bind_all(row, state_->require(account).id, alias.type, alias.key);
  std::optional<std::string> key;
  if (row.step()) key = text_of(row, 0);
  row.reset();
  return key;
}

std::string Writer::json_of(std::string_view account, const RecordName& name) {
  auto& row = state_->context.statement(kJsonOf.data());
  Statements::bind_all(row, state_->require(account).id, name.type, name.key);
  std::string json;
  if (row.step()) json = text_of(row, 0);
  row.reset();
  return json;
}

std::string Writer::field_of(std::string_view account, const RecordName& name, std::string_view field) {
  const std::string json = json_of(account, name);
  std::string value;
  for (const auto& one : top_level_fields(json))
    if (one.key == field) value = one.value;
  return value;
}

std::vector<std::string> Writer::unnamed_people(std::string_view account) {
  return store::unnamed_people(state_->context.database, state_->context.registry, account);
}

std::int64_t Writer::count_members(std::string_view account, const StreamName& stream) {
  return state_->context.statement
      .number(
          "SELECT count(*) FROM membership m JOIN stream s ON s.id = m.stream"
          " WHERE s.account = ?1 AND s.name = ?2 AND (?3 = '' OR s.part = ?3) AND m.ended IS NULL",
          state_->require(account).id, stream.name, stream.part)
      .value_or(0);
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

std::optional<std::int64_t> Writer::profile_number(std::string_view account, std::string_view path) {
  auto& row = state_->context.statement(
      "SELECT v.raw FROM type t CROSS JOIN record r ON r.type = t.id JOIN version v ON v.id = r.head"
      " WHERE r.account = ? AND t.name LIKE 'profile/%' AND r.state = 0 ORDER BY r.sort DESC LIMIT 1");
  Statements::bind_all(row, state_->require(account).id);
  const std::string raw(row.step() ? text_of(row, 0) : std::string_view());
  row.reset();
  return number_at(raw, path);
}

std::optional<std::int64_t> Writer::profile_number_on(std::string_view account, std::string_view path,
                                                      Instant day) {
  // A day has no sample if the next look found the same.
  auto& row = state_->context.statement(
      "SELECT s.counters FROM type t CROSS JOIN record r ON r.type = t.id JOIN sample s ON s.record = r.id"
      " WHERE r.account = ? AND t.name LIKE 'profile/%' AND r.state = 0 AND s.day >= ? ORDER BY s.day LIMIT "
      "1");
  Statements::bind_all(row, state_->require(account).id, utc_day(day));
  const bool is_sampled = row.step();
  const std::string counters(is_sampled ? text_of(row, 0) : std::string_view());
  row.reset();
  return is_sampled ? number_at(counters, path) : profile_number(account, path);
}

std::int64_t Writer::month_cost(std::string_view account, Instant now) {
  return state_->context.statement
      .number("SELECT sum(cost) FROM run WHERE account = ? AND began >= ?", state_->require(account).id,
              begin_of_month(now))
      .value_or(0);
}

std::int64_t Writer::begin_run(std::string_view account, const StreamName& stream, Instant now) {
  WriteTransaction transaction(state_->context.database);
  state_->context.statement.run("INSERT INTO run(account, stream, began) VALUES (?, ?, ?)",
                                state_->require(account).id, stream.text(), to_millis(now));
  const auto run = state_->context.database.sqlite().getLastInsertRowid();
  transaction.commit();
  return run;
}

void Writer::give_back_cache() { state_->context.database.sqlite().exec("PRAGMA shrink_memory"); }

void Writer::end_run(std::int64_t run, const RunEnd& end, Instant now) {
  WriteTransaction transaction(state_->context.database);
  state_->context.statement.run("UPDATE run SET ended = ?, outcome = ?, message = ?, hint = ? WHERE id = ?",
                                to_millis(now), end.outcome, or_null(end.message), or_null(end.hint), run);
  // Of the walks of a part that met nothing only the last is worth a row: there are hundreds a day.
  state_->context.statement.run(
      "DELETE FROM run WHERE (account, stream) = (SELECT account, stream FROM run WHERE id = ?1)"
      " AND id < ?1 AND stream LIKE '%/%' AND outcome = 'done' AND resources = 0 AND gross = 0",
      run);
  transaction.commit();
}

Page Writer::begin_page(std::string_view account, const StreamName& stream, std::int64_t walk,
                        std::int64_t run, Instant observed, Instant now, std::string_view source) {
  return Page::begin(state_->context, {.account = state_->require(account).id,
                                       .account_name = std::string(account),
                                       .stream = stream,
                                       .walk = walk,
                                       .run = run,
                                       .observed = observed,
                                       .now = now,
                                       .source = std::string(source)});
}

}  // namespace locker::store
