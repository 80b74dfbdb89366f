#include "lib/store/query.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>

#include "lib/store/member_details.hpp"
#include "lib/store/names.hpp"
#include "lib/store/own_names.hpp"
#include "lib/store/people_in_text.hpp"
#include "lib/store/row_source.hpp"
#include "lib/store/scan.hpp"
#include "lib/store/state_at.hpp"
#include "lib/store/text_matcher.hpp"

namespace locker::store {
namespace {

bool is_admitted(const std::vector<std::string>& wanted, std::string_view name) {
  return wanted.empty() || std::ranges::find(wanted, name) != wanted.end();
}

class Query {
 public:
  Query(const Database& database, const connector::Registry& registry, QueryFilter filter)
      : database_(database),
        registry_(registry),
        filter_(std::move(filter)),
        at_seq_(filter_.as_of ? seq_at(database, *filter_.as_of) : kNow),
        names_(database, registry, at_seq_),
        own_names_(database, registry),
        people_in_text_(database),
        wants_json_(filter_.parts.json) {
    for (const auto& [id, name] : names_.types())
      if (admits_type(filter_.types, name)) types_.push_back({id, name, registry.type(name)});
    for (const auto& [id, name] : names_.accounts())
      if (is_admitted(filter_.sources, name)) accounts_.emplace_back(id, name);
    Scan unjoined(database.sqlite(), "SELECT record FROM unjoined ORDER BY record");
    while (unjoined.step()) unjoined_.push_back(unjoined.number(0));
    if (filter_.parts.media) media_.emplace(database);
    if (!filter_.streams.empty() && filter_.parts.json) members_.emplace(database, filter_.streams, at_seq_);
    if (at_seq_ == kNow) return;
    filter_.parts.json = filter_.parts.raw = filter_.parts.text = false;  // the earlier state has its own
    state_at_.emplace(database, registry, at_seq_);
    if (!filter_.match.empty()) matcher_.emplace(filter_.match);
  }

  void run(const std::function<bool(const QueryRow&)>& take) {
    std::vector<Pair> pairs;
    for (const auto& account : accounts_)
      for (const auto& type : types_) pairs.push_back({account.first, type.id});
    const auto rows = row_source(database_, registry_, filter_, pairs, at_seq_);
    for (const StoredRow* row = rows->next(); row; row = rows->next())
      if (!show(*row, take)) return;
  }

 private:
  struct TypeName {
    std::int64_t id = 0;
    std::string_view name;
    const connector::Type* facts = nullptr;
  };

  /// Returns false if the caller has enough. Checks what no index checked.
  bool show(const StoredRow& stored, const std::function<bool(const QueryRow&)>& take) {
    const auto account = std::ranges::find(accounts_, stored.account, &AccountName::first);
    const auto type = std::ranges::find(types_, stored.type, &TypeName::id);
    if (account == accounts_.end() || type == types_.end()) return true;
    QueryRow row;
    if (stored.time) row.time = from_millis(*stored.time);
    if (!in_time(row.time)) return true;
    row.record = stored.record;
    row.account = account->second;
    row.type = type->name;
    row.facts = facts_of(*type, stored.record);
    row.id = stored.key;
    std::optional<RecordState> state;
    if (state_at_) {
      state = state_at_->of(stored.record);
      if (!state) return true;
      fill(row, *state);
    } else {
      fill(row, stored);
    }
    if (wants_json_)
      row.json = own_names_.add(row.facts, row.json, stored.time, stored.author,
                                state.has_value() || !stored.merged.empty());
    if (row.deleted != filter_.deleted) return true;
    if (matcher_ && !matcher_->matches(row.text, row.name)) return true;
    call_people(row, stored);
    if (members_) row.member = members_->of(stored.record);
    if (media_) row.media = media_->of(stored.record);
    return take(row);
  }

  /// Clears the web address for a record that an export lists separately from the record it belongs to: its
  /// id is in no address.
  const connector::Type* facts_of(const TypeName& type, std::int64_t record) {
    if (!type.facts || !std::ranges::binary_search(unjoined_, record)) return type.facts;
    auto& facts = without_address_.try_emplace(type.id, *type.facts).first->second;
    facts.web_address.clear();
    return &facts;
  }

  /// Replaces ids of people with names: somebody of whom only the id is known here may be named elsewhere.
  void call_people(QueryRow& row, const StoredRow& stored) {
    const auto call = [&](std::string_view id) { return names_.handle(stored.account, id); };
    if (row.name.empty() && is_person(row.type)) {
      named_ = call(row.id);
      if (named_ != row.id) row.name = named_;
    } else if (row.facts && !row.facts->people_in_text.empty() && !row.text.empty()) {
      named_ = people_in_text_.named(*row.facts, row.record, row.text, call);
      row.text = named_;
    }
    row.author = call(stored.author);
  }

  static bool is_person(std::string_view type) {
    return type.starts_with("contact/") || type.starts_with("profile/");
  }

  static void fill(QueryRow& row, const StoredRow& stored) {
    row.deleted = stored.deleted;
    row.text = stored.text;
    row.name = stored.name;
    row.raw = stored.raw;
    row.json = stored.merged.empty() ? stored.raw : stored.merged;
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

  using AccountName = std::pair<std::int64_t, std::string_view>;

  const Database& database_;
  const connector::Registry& registry_;
  QueryFilter filter_;
  std::int64_t at_seq_;
  Names names_;
  OwnNames own_names_;
  PeopleInText people_in_text_;
  std::string named_;
  bool wants_json_;
  std::vector<AccountName> accounts_;  ///< accounts that the filter admits
  std::vector<TypeName> types_;
  std::vector<std::int64_t> unjoined_;                       ///< records, in ascending order
  std::map<std::int64_t, connector::Type> without_address_;  ///< by type
  std::optional<MemberDetails> members_;
  std::optional<StateAt> state_at_;
  std::optional<TextMatcher> matcher_;
  std::optional<ShownMedia> media_;
};

std::vector<std::string> column_of(const Database& database, const char* sql) {
  SQLite::Statement rows(database.sqlite(), sql);
  std::vector<std::string> values;
  while (rows.executeStep()) values.push_back(rows.getColumn(0).getString());
  return values;
}

}  // namespace

bool admits_type(const std::vector<std::string>& wanted, std::string_view type) {
  return wanted.empty() || std::ranges::any_of(wanted, [&](std::string_view name) {
           return type.starts_with(name) && (type.size() == name.size() || type[name.size()] == '/');
         });
}

std::string QueryRow::url() const {
  if (!facts) return {};
  const bool is_path = id.find('/') != std::string_view::npos && !facts->web_address_of_path.empty();
  const std::string_view pattern = is_path ? facts->web_address_of_path : facts->web_address;
  const auto at = pattern.find("{id}");
  if (at == std::string_view::npos) return {};
  return std::string(pattern.substr(0, at)).append(id).append(pattern.substr(at + 4));
}

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
  while (rows.executeStep())
    accounts.push_back({rows.getColumn(0).getString(), rows.getColumn(1).getString()});
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
