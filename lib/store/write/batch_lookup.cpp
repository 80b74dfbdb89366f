#include "lib/store/write/batch_lookup.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>

namespace locker::store {
namespace {

constexpr std::size_t kMostTogether = 128;

/// Reads columns 0 to 7 of the statements below.
LookupResult read(WriteContext& context, const Provenance& provenance, const Scan& row,
                  const Observation& what) {
  const bool is_called_apart = provenance.source != "api" && !what.name.empty();
  const bool same = !is_called_apart && row.number(2) == 0 &&
                    row.number(3) == context.shape(context.type_row(what.type), what.shape).first &&
                    row.number(4) == what.order && row.number(5) <= to_millis(provenance.observed) &&
                    row.bytes(6) == what.raw && row.bytes(7).size() >= what.text.size();
  return {row.number(0), row.number(1), same};
}

/// Returns whether JSON needs no escapes for the key.
bool is_plain(std::string_view key) {
  return std::ranges::none_of(
      key, [](char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < ' '; });
}

/// Returns how many of the first observations have one type, and keys that all ascend or all descend.
std::size_t end_of_run(const std::vector<Observation>& observations) {
  std::size_t end = std::min<std::size_t>(observations.size(), 1);
  for (; end < observations.size(); ++end) {
    const Observation &before = observations[end - 1], &next = observations[end];
    const bool rises = observations[0].key < observations[1].key;
    if (next.type != before.type || next.key == before.key || (before.key < next.key) != rises) break;
  }
  return end;
}

}  // namespace

LookupResult BatchLookup::at(WriteContext& context, const Provenance& provenance, const Observation& what) {
  auto& row = context.statement(
      "SELECT r.id, v.id, r.state, v.shape, v.ord, v.observed, v.raw, v.text"
      " FROM record r JOIN version v ON v.id = r.head WHERE r.account = ?1 AND r.type = ?2 AND r.key = ?3");
  Statements::bind_all(row, provenance.account, context.type_row(what.type).id, what.key);
  const LookupResult lookup = row.step() ? read(context, provenance, row, what) : LookupResult{};
  row.reset();
  return lookup;
}

const LookupResult& BatchLookup::next() {
  if (next_ == 0) seen_ = unknown_ = count_unknown();
  if (next_ < unknown_) return results_[next_++];
  const int changes = context_.database.sqlite().getTotalChanges();
  if (changes != changes_) {
    stop_reading_on();
    seen_ = next_;
    window_ = 1;
    changes_ = changes;
  }
  if (next_ == seen_ && !read_on()) {
    look(window_);
    window_ = std::min(2 * window_, kMostTogether);
  }
  return results_[next_++];
}

/// Only for observations in ascending or descending order of their keys, so that none comes twice.
std::size_t BatchLookup::count_unknown() {
  const std::size_t end = end_of_run(observations_);
  if (end < 2) return 0;
  const auto [first, last] = std::minmax(observations_[0].key, observations_[end - 1].key);
  const bool any = context_.statement
                       .number(
                           "SELECT 1 FROM record WHERE account = ? AND type = ? AND key BETWEEN ? AND ?"
                           " LIMIT 1",
                           provenance_.account, context_.type_row(observations_[0].type).id, first, last)
                       .has_value();
  return any ? 0 : end;
}

/// Reads on to the record after the last one. Returns false if it is not that of the next observation.
bool BatchLookup::read_on() {
  if (!in_order_) {
    if (!is_in_stored_order()) return false;
    in_order_ = &context_.statement(
        "SELECT r.id, v.id, r.state, v.shape, v.ord, v.observed, v.raw, v.text, r.key, r.type, r.account"
        " FROM record r CROSS JOIN version v ON v.id = r.head WHERE r.id > ? ORDER BY r.id");
    Statements::bind_all(*in_order_, results_[next_ - 1].record);
  }
  const Observation& what = observations_[next_];
  const Scan& row = *in_order_;
  const bool found = in_order_->step() && row.text(8) == what.key &&
                     row.number(9) == context_.type_row(what.type).id &&
                     row.number(10) == provenance_.account;
  if (found)
    results_[seen_++] = read(context_, provenance_, row, what);
  else
    stop_reading_on();
  return found;
}

/// Returns whether the last two observations came in the order in which their records were stored.
bool BatchLookup::is_in_stored_order() const {
  return next_ >= 2 && results_[next_ - 2].record != 0 &&
         results_[next_ - 1].record == results_[next_ - 2].record + 1;
}

void BatchLookup::stop_reading_on() {
  if (in_order_) in_order_->reset();
  in_order_ = nullptr;
}

void BatchLookup::look(std::size_t count) {
  seen_ = count > 1 ? list_keys(count) : next_;
  if (seen_ == next_) {
    results_[seen_++] = at(context_, provenance_, observations_[next_]);
    return;
  }
  std::fill(results_.begin() + static_cast<std::ptrdiff_t>(next_),
            results_.begin() + static_cast<std::ptrdiff_t>(seen_), LookupResult{});
  auto& row = context_.statement(
      "SELECT r.id, v.id, r.state, v.shape, v.ord, v.observed, v.raw, v.text, k.key"
      " FROM json_each(?3) k CROSS JOIN record r ON r.account = ?1 AND r.type = ?2 AND r.key = k.value"
      " CROSS JOIN version v ON v.id = r.head");
  Statements::bind_all(row, provenance_.account, context_.type_row(observations_[next_].type).id, keys_);
  while (row.step()) {
    const std::size_t i = next_ + static_cast<std::size_t>(row.number(8));
    results_[i] = read(context_, provenance_, row, observations_[i]);
  }
  row.reset();
}

/// Writes the keys of the next observations, of one type, to keys_ as JSON. Returns where they end.
std::size_t BatchLookup::list_keys(std::size_t count) {
  const std::size_t most = std::min(next_ + count, observations_.size());
  std::size_t end = next_;
  keys_ = "[";
  for (; end < most && observations_[end].type == observations_[next_].type; ++end) {
    const std::string& key = observations_[end].key;
    if (!is_plain(key)) break;
    keys_.append(end == next_ ? "\"" : ",\"").append(key).append("\"");
  }
  keys_ += ']';
  return end;
}

}  // namespace locker::store
