#include "lib/store/relations.hpp"

#include <algorithm>
#include <map>

#include "lib/connector/export_names.hpp"
#include "lib/store/names.hpp"
#include "lib/store/people_in_text.hpp"
#include "lib/store/scan.hpp"

namespace locker::store {

RecordStreams::RecordStreams(const Database& database) {
  Scan streams(database.sqlite(), "SELECT id, name FROM stream ORDER BY id");
  std::map<std::int64_t, std::uint16_t> number_of;
  while (streams.step()) {
    const std::string name(streams.text(1));
    const auto known = std::ranges::find(names_, name);
    number_of[streams.number(0)] = static_cast<std::uint16_t>(known - names_.begin());
    if (known == names_.end()) names_.push_back(name);
  }
  Scan members(database.sqlite(), "SELECT record, stream FROM membership WHERE ended IS NULL");
  while (members.step()) members_.emplace_back(members.number(0), number_of[members.number(1)]);
  std::ranges::sort(members_);
  const auto repeated = std::ranges::unique(members_);
  members_.erase(repeated.begin(), repeated.end());
}

std::vector<std::string> RecordStreams::of(std::int64_t record) const {
  std::vector<std::string> names;
  auto at = std::ranges::lower_bound(members_, std::pair(record, std::uint16_t{0}));
  for (; at != members_.end() && at->first == record; ++at) names.push_back(names_[at->second]);
  return names;
}

namespace {

/// SQL for the type of what a record of type `t` replies to: the same type, or for an event the type of
/// messages.
constexpr char kTargetType[] =
    "CASE WHEN t.name LIKE 'event/%' THEN 'message' || substr(t.name, 6) ELSE t.name END";

/// Returns SQL for the id of the person to whom a record of that type replies, as the service or its export
/// has it in `h.raw`.
std::string person_answered(const connector::ExportNames& names) {
  const auto field =
      std::ranges::find(names.fields, names.references->answered_person, &connector::ExportedField::name);
  std::string sql = "coalesce(json_extract(h.raw, '$." + names.references->answered_person + "')";
  if (field != names.fields.end())
    for (const auto& there : field->there) sql.append(", json_extract(h.raw, '$.").append(there).append("')");
  return sql + ", '')";
}

std::string person_answered(const connector::Registry& registry) {
  std::string sql = "CASE WHEN o.id IS NOT NULL THEN ''";
  for (const auto* connector : registry.all())
    for (const auto& type : connector->types)
      if (type.export_names && type.export_names->references)
        sql.append(" WHEN t.name = '").append(type.name).append("' THEN ") +=
            person_answered(*type.export_names);
  return sql + " ELSE '' END";
}

}  // namespace

struct ReplyTargets::State {
  State(const Database& database, const connector::Registry& registry)
      : names(database, registry),
        rows(database.sqlite(),
             "SELECT p.target, o.key, o.time, m.name, r.account, " + person_answered(registry) +
                 " FROM reply p JOIN record r ON r.id = p.record JOIN version h ON h.id = r.head"
                 " JOIN type t ON t.id = r.type LEFT JOIN type m ON m.name = " +
                 std::string(kTargetType) +
                 " LEFT JOIN record o ON o.account = r.account AND o.type = m.id AND o.key = p.target"
                 " WHERE p.record = ?1 AND p.target IS NOT NULL") {}
  Names names;
  Scan rows;
};

ReplyTargets::ReplyTargets(const Database& database, const connector::Registry& registry)
    : state_(std::make_unique<State>(database, registry)) {}
ReplyTargets::~ReplyTargets() = default;

std::optional<Answered> ReplyTargets::of(std::int64_t record) {
  Scan& rows = state_->rows;
  rows.bind(1, record);
  std::optional<Answered> answered;
  if (rows.step()) {
    answered = Answered{std::string(rows.text(3)), std::string(rows.text(0)), std::nullopt, !rows.is_null(1)};
    if (!rows.is_null(2)) answered->time = from_millis(rows.number(2));
    const std::string_view person = rows.text(5);
    if (const auto name = state_->names.handle(rows.number(4), person); name != person) answered->whom = name;
  }
  rows.reset();
  return answered;
}

namespace {

/// Adds the names of a conversation's participants, each once.
class Participants {
 public:
  Participants(const Database& database, const connector::Registry& registry)
      : registry_(registry), names_(database, registry), named_(database) {}

  /// Does nothing for the account's owner, nor for the id "0", which nobody has.
  void add(Conversation& conversation, std::string_view person) {
    if (person.empty() || person == "0" || person == owner) return;
    std::string name(names_.handle(account, person));
    auto& people = conversation.people;
    if (std::ranges::find(people, name) == people.end()) people.push_back(std::move(name));
  }
  /// Adds those whom a record names: they may never have written.
  void add_named(Conversation& conversation, std::string_view type, std::int64_t record) {
    const connector::Type* const facts = registry_.type(type);
    if (!facts || facts->people.empty()) return;
    for (const auto& person : named_.people_at(facts->people, record)) add(conversation, person);
  }
  void add_owner(Conversation& conversation) {
    if (!owner.empty()) conversation.people.emplace_back(names_.handle(account, owner));
  }

  std::int64_t account = 0;
  std::string owner;  ///< id of the account's owner

 private:
  const connector::Registry& registry_;
  Names names_;
  PeopleInText named_;
};

}  // namespace

std::vector<Conversation> conversations(const Database& database, const connector::Registry& registry,
                                        std::string_view account) {
  Scan rows(
      database.sqlite(),
      "SELECT p.conversation, r.id, r.author, a.id, a.user_id, f.name, t.name FROM account a"
      " JOIN record r ON r.account = a.id JOIN type t ON t.id = r.type JOIN version f ON f.id = r.face"
      " LEFT JOIN reply p ON p.record = r.id LEFT JOIN type m ON m.name = " +
          std::string(kTargetType) +
          " LEFT JOIN record o ON o.account = a.id AND o.type = m.id AND o.key = p.target"
          "  AND t.name LIKE 'event/%'"
          " WHERE a.name = ?1 AND (t.name LIKE 'message/%' OR (t.name LIKE 'event/%' AND p.conversation <> "
          "''))"
          " AND r.state = 0 ORDER BY p.conversation, coalesce(o.sort, r.sort), o.id IS NOT NULL, r.sort");
  rows.bind(1, account);
  Participants participants(database, registry);
  std::vector<Conversation> all;
  while (rows.step()) {
    participants.account = rows.number(3);
    participants.owner = rows.text(4);
    if (const auto id = rows.text(0); all.empty() || all.back().id != id) {
      all.push_back({std::string(id), {}, {}, {}});
      // The id of a conversation of two contains both people, even if one of them never wrote.
      const auto line = id.find('-');
      all.back().is_group = !id.empty() && line == std::string_view::npos;
      if (line != std::string_view::npos) {
        participants.add(all.back(), id.substr(0, line));
        participants.add(all.back(), id.substr(line + 1));
      }
    }
    all.back().messages.push_back(rows.number(1));
    participants.add(all.back(), rows.text(2));
    if (all.back().is_group) participants.add_named(all.back(), rows.text(6), rows.number(1));
    if (!rows.is_null(5)) all.back().name = rows.text(5);
  }
  for (auto& conversation : all)
    if (conversation.people.empty() && !conversation.is_group) participants.add_owner(conversation);
  return all;
}

std::string owner_of(const Database& database, const connector::Registry& registry,
                     std::string_view account) {
  Scan row(database.sqlite(), "SELECT id, user_id FROM account WHERE name = ?1 AND user_id <> ''");
  row.bind(1, account);
  Names names(database, registry);
  return row.step() ? std::string(names.handle(row.number(0), row.text(1))) : std::string();
}

std::vector<std::string> untimed_types(const Database& database, std::string_view account) {
  Scan rows(
      database.sqlite(),
      "SELECT t.name FROM type t WHERE EXISTS (SELECT 1 FROM record r JOIN account a ON a.id = r.account"
      " WHERE a.name = ?1 AND r.type = t.id AND r.time IS NULL) ORDER BY t.name");
  rows.bind(1, account);
  std::vector<std::string> types;
  while (rows.step()) types.emplace_back(rows.text(0));
  return types;
}

}  // namespace locker::store
