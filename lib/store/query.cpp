#include "lib/store/query.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <map>

#include "lib/store/candidates.hpp"
#include "lib/store/names.hpp"
#include "lib/store/state_at.hpp"
#include "lib/store/text_matcher.hpp"

namespace locker::store {
namespace {

/// One row of the answer to "what does this record look like now".
constexpr char kRow[] =
    "SELECT r.account, r.type, r.key, r.time, f.text, f.name, r.author, r.state, r.merged, h.raw, r.author"
    " FROM record r JOIN version f ON f.id = r.face JOIN version h ON h.id = r.head WHERE r.id = ?";

std::string_view text_of(SQLite::Statement& row, int column) {
  const SQLite::Column value = row.getColumn(column);
  const char* text = value.getText("");
  return {text, static_cast<std::size_t>(value.getBytes())};
}

class Query {
 public:
  Query(const Database& database, const connector::Registry& registry, const QueryFilter& filter)
      : database_(database),
        registry_(registry),
        filter_(filter),
        names_(database),
        at_seq_(filter.as_of ? seq_at(database, *filter.as_of) : kNow),
        row_(database.sqlite(), kRow) {
    if (at_seq_ != kNow) state_at_.emplace(database, registry, at_seq_);
    const bool searched_by_index = at_seq_ == kNow && filter.streams.empty();
    if (!filter.match.empty() && !searched_by_index) matcher_.emplace(filter.match);
  }

  void run(const std::function<bool(const QueryRow&)>& take) {
    const auto pairs = admitted_pairs();
    const auto source = candidates(database_, registry_, filter_, pairs, at_seq_);
    for (auto ids = source->next(); !ids.empty(); ids = source->next())
      for (const auto id : ids)
        if (!show(id, pairs, take)) return;
  }

 private:
  std::vector<Pair> admitted_pairs() const {
    std::vector<Pair> pairs;
    for (const auto& [account, account_name] : names_.accounts()) {
      if (!filter_.sources.empty() &&
          std::ranges::find(filter_.sources, account_name) == filter_.sources.end())
        continue;
      for (const auto& [type, type_name] : names_.types())
        if (admits_type(type_name)) pairs.push_back({account, type});
    }
    return pairs;
  }

  bool admits_type(std::string_view type) const {
    return filter_.types.empty() || std::ranges::any_of(filter_.types, [&](std::string_view wanted) {
             return type == wanted ||
                    (type.starts_with(wanted) && type.substr(wanted.size()).starts_with('/'));
           });
  }

  /// False if the caller has enough. What no index decided is decided here.
  bool show(std::int64_t id, const std::vector<Pair>& pairs,
            const std::function<bool(const QueryRow&)>& take) {
    row_.reset();
    row_.bind(1, id);
    if (!row_.executeStep()) return true;  // forgotten meanwhile
    const std::int64_t account = row_.getColumn(0).getInt64();
    const std::int64_t type = row_.getColumn(1).getInt64();
    if (std::ranges::none_of(pairs, [&](Pair pair) { return pair.account == account && pair.type == type; }))
      return true;
    QueryRow row;
    row.record = id;
    row.account = names_.account(account);
    row.type = names_.type(type);
    row.id = text_of(row_, 2);
    if (!row_.getColumn(3).isNull()) row.time = from_millis(row_.getColumn(3).getInt64());
    if (!in_time(row.time)) return true;
    std::optional<RecordState> state;
    if (state_at_) {
      state = state_at_->of(id);
      if (!state) return true;
      fill(row, *state);
    } else {
      row.deleted = row_.getColumn(7).getInt() == 1;
      row.text = text_of(row_, 4);
      row.name = text_of(row_, 5);
      row.raw = text_of(row_, 9);
      const auto merged = text_of(row_, 8);
      row.json = merged.empty() ? row.raw : merged;
    }
    if (row.deleted != filter_.deleted) return true;
    if (matcher_ && !matcher_->matches(row.text, row.name)) return true;
    row.author = names_.handle(account, text_of(row_, 6));
    if (const auto* facts = registry_.type(row.type)) row.url = web_address(facts->web_address, row.id);
    return take(row);
  }

  static void fill(QueryRow& row, const RecordState& state) {
    row.deleted = state.deleted;
    row.text = state.text;
    row.name = state.name;
    row.raw = state.raw;
    row.json = state.json;
  }

  bool in_time(const std::optional<Instant>& time) const {
    if (!filter_.since && !filter_.until) return true;
    return time && (!filter_.since || *time >= *filter_.since) && (!filter_.until || *time < *filter_.until);
  }

  static std::string web_address(std::string_view pattern, std::string_view id) {
    const auto at = pattern.find("{id}");
    if (at == std::string_view::npos) return {};
    return std::string(pattern.substr(0, at)).append(id).append(pattern.substr(at + 4));
  }

  const Database& database_;
  const connector::Registry& registry_;
  const QueryFilter& filter_;
  Names names_;
  std::int64_t at_seq_;
  SQLite::Statement row_;
  std::optional<StateAt> state_at_;
  std::optional<TextMatcher> matcher_;
};

std::vector<std::string> column_of(const Database& database, const char* sql) {
  SQLite::Statement rows(database.sqlite(), sql);
  std::vector<std::string> values;
  while (rows.executeStep()) values.push_back(rows.getColumn(0).getString());
  return values;
}

}  // namespace

void query(const Database& database, const connector::Registry& registry, const QueryFilter& filter,
           const std::function<bool(const QueryRow&)>& take) {
  Query(database, registry, filter).run(take);
}

std::vector<std::string> newest_forms(const Database& database, std::int64_t record) {
  SQLite::Statement rows(database.sqlite(),
                         "SELECT v.raw FROM version v JOIN shape s ON s.id = v.shape"
                         " WHERE v.record = ? AND v.newest = 1 ORDER BY s.rank, v.id");
  rows.bind(1, record);
  std::vector<std::string> forms;
  while (rows.executeStep()) forms.push_back(rows.getColumn(0).getString());
  return forms;
}

std::vector<StoredAccount> stored_accounts(const Database& database) {
  SQLite::Statement rows(database.sqlite(), "SELECT name, connector FROM account ORDER BY name");
  std::vector<StoredAccount> accounts;
  while (rows.executeStep()) accounts.push_back({rows.getColumn(0).getString(), rows.getColumn(1).getString()});
  return accounts;
}

std::vector<std::string> stored_streams(const Database& database) {
  return column_of(database,
                   "SELECT DISTINCT name FROM stream UNION SELECT DISTINCT name || '/' || part FROM stream"
                   " WHERE part <> '' ORDER BY 1");
}

std::vector<std::string> stored_types(const Database& database) {
  return column_of(database, "SELECT name FROM type ORDER BY name");
}

}  // namespace locker::store
