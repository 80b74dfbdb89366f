#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/store/write/page_state.hpp"
#include "lib/store/write/salted.hpp"

namespace locker::store {
namespace {

constexpr std::size_t kLongRecord = 16 << 10;

bool is_long(const Observation& one) {
  return one.raw.size() >= kLongRecord ||
         std::ranges::any_of(one.parts, [](const Part& part) { return part.raw.size() >= kLongRecord; });
}

/// Records that are long are held in memory anyway, and their pages of the file are not needed again.
void keep_little_in_memory(WriteContext& context) {
  context.database.sqlite().exec("PRAGMA cache_size = -8192");
}

}  // namespace

Page::Page(std::unique_ptr<State> state) : state_(std::move(state)) {}
Page::Page(Page&&) noexcept = default;
Page::~Page() = default;

Page Page::begin(WriteContext& context, const PageBegin& begin) {
  return Page(std::make_unique<State>(context, begin));
}

PageResult Page::store(const std::vector<Observation>& observations, const std::vector<RecordName>& members) {
  PageResult result;
  StoredRecords& stored = state_->stored;
  stored = {};
  if (std::ranges::any_of(observations, &is_long)) keep_little_in_memory(state_->context);
  BatchLookup lookups = state_->ingest.lookups(observations);
  for (const auto& observation : observations)
    if (const auto record = state_->ingest.store(observation, lookups.next(), result.counts)) {
      stored.add(observation, *record);
      if (observation.gone && state_->ingest.mark_deleted_by_export(record->record)) ++result.counts.deleted;
    }
  for (const auto& member : members) {
    auto record = stored.find(member);
    if (!record)
      if (const auto known = state_->ingest.find(state_->context.type(member.type), member.key))
        record = Ingest::Stored{*known, false};
    if (record)
      state_->memberships.meet(record->record, record->is_new, member.detail, result);
    else if (state_->is_forgotten(member))
      state_->meet_forgotten(member, result);
  }
  state_->any_member = state_->any_member || !members.empty();
  state_->counts += result.counts;
  return result;
}

ProofResult Page::prove_absence(const Proof& proof) {
  const ProofResult result = state_->memberships.end_unmet(proof);
  state_->counts.removed += result.removed;
  return result;
}

void Page::save_cursor(const Cursor& cursor) { write_cursor(state_->context, state_->stream, cursor); }

std::int64_t Page::charge(const std::vector<Charge>& resources, std::int64_t requests,
                          std::int64_t included) {
  Statements& statement = state_->context.statement;
  const std::int64_t today = utc_day(state_->now);
  statement.run("DELETE FROM charged WHERE account = ? AND day < ?", state_->account, today);
  const Salted salted(state_->context);  // so that no key of a forgotten record is stored
  std::int64_t gross = 0;
  std::int64_t cost = 0;
  for (const auto& resource : resources) {
    if (resource.price == 0) continue;
    gross += resource.price;
    const bool first_today =
        statement.run("INSERT OR IGNORE INTO charged(account, day, resource, key) VALUES (?, ?, ?, ?)",
                      state_->account, today, resource.resource, salted.digest({resource.key})) > 0;
    if (first_today) cost += resource.price;
  }
  statement.run(
      "UPDATE run SET requests = requests + ?, resources = resources + ?, included = included + ?,"
      " gross = gross + ?, cost = cost + ? WHERE id = ?",
      requests, static_cast<std::int64_t>(resources.size()), included, gross, cost, state_->run);
  return cost;
}

void Page::notice(const std::vector<Notice>& notices) {
  for (const auto& notice : notices)
    state_->context.statement.run(
        "INSERT OR REPLACE INTO notice(account, resource, key, problem, raw, seen) VALUES (?, ?, ?, ?, ?, ?)",
        state_->account, notice.resource, notice.key, notice.problem, notice.raw, to_millis(state_->now));
}

void Page::keep_validator(std::string_view address, const Validator& validator) {
  Statements& statement = state_->context.statement;
  if (validator.empty())
    statement.run("DELETE FROM validator WHERE stream = ? AND address = ?", state_->stream, address);
  else
    statement.run("INSERT OR REPLACE INTO validator(stream, address, etag, modified) VALUES (?, ?, ?, ?)",
                  state_->stream, address, or_null(validator.etag), or_null(validator.modified));
}

void Page::note_refused_request(std::string_view address, const RecordName& of) {
  state_->context.statement.run(
      "INSERT OR REPLACE INTO validator(stream, address, type, key) VALUES (?, ?, ?, ?)", state_->stream,
      address, state_->context.type(of.type).id, of.key);
}

void Page::forget_refused_request(std::string_view address) {
  state_->context.statement.run("DELETE FROM validator WHERE stream = ? AND address = ? AND key IS NOT NULL",
                                state_->stream, address);
}

std::int64_t Page::remove_records(const std::vector<RecordName>& proven_gone) {
  std::int64_t removed = 0;
  for (const auto& name : proven_gone)
    if (const auto record = state_->ingest.find(state_->context.type(name.type), name.key))
      removed += state_->ingest.mark_deleted(*record) ? 1 : 0;
  state_->counts.deleted += removed;
  return removed;
}

void Page::commit() {
  state_->ingest.flush_index();
  if (state_->any_member) state_->memberships.save();
  const Counts& counts = state_->counts;
  state_->context.statement.run(
      "UPDATE run SET created = created + ?, updated = updated + ?, deleted = deleted + ?, restored = "
      "restored + ?,"
      " added = added + ?, removed = removed + ? WHERE id = ?",
      counts.created, counts.updated, counts.deleted, counts.restored, counts.added, counts.removed,
      state_->run);
  state_->transaction.commit();
  state_->committed = true;
}

}  // namespace locker::store
