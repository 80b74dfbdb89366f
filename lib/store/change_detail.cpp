#include <algorithm>
#include <map>
#include <utility>

#include "lib/store/field_diff.hpp"
#include "lib/store/history.hpp"
#include "lib/store/names.hpp"
#include "lib/store/people_in_text.hpp"
#include "lib/store/query.hpp"
#include "lib/store/scan.hpp"

namespace locker::store {
namespace {

struct Version {
  std::int64_t id = 0, record = 0, shape = 0, ord = 0, observed = 0;
  std::string source, raw, text;
};

constexpr char kVersion[] =
    "SELECT v.id, v.record, v.shape, v.ord, v.observed, v.source, plain(v.raw, v.dictionary), "
    "coalesce(v.text, v.name)"
    " FROM version v JOIN shape s ON s.id = v.shape";

std::optional<Version> read(Scan& scan) {
  if (!scan.step()) return std::nullopt;
  return Version{.id = scan.number(0),
                 .record = scan.number(1),
                 .shape = scan.number(2),
                 .ord = scan.number(3),
                 .observed = scan.number(4),
                 .source = std::string(scan.text(5)),
                 .raw = std::string(scan.text(6)),
                 .text = std::string(scan.text(7))};
}

std::optional<Version> version(const Database& database, std::int64_t id) {
  Scan scan(database.sqlite(), std::string(kVersion) + " WHERE v.id = ?1");
  scan.bind(1, id);
  return read(scan);
}

/// Returns the version before this one: the latest of its own shape, or else of the fullest shape. Later
/// observations of an edit that was already known change nothing for the versions after it.
std::optional<Version> version_before(const Database& database, const Version& version) {
  Scan scan(database.sqlite(),
            std::string(kVersion) +
                " WHERE v.record = ?1 AND (v.ord, v.observed, v.id) < (?3, ?4, ?5)"
                " AND NOT (v.id > ?5 AND v.source = 'api' AND EXISTS (SELECT 1 FROM version w"
                "  WHERE w.record = v.record AND w.shape = v.shape AND w.ord = v.ord AND w.id < v.id))"
                " ORDER BY v.shape = ?2 DESC, v.ord DESC,"
                " CASE WHEN v.shape = ?2 THEN 0 ELSE s.rank END, v.observed DESC, v.id DESC"
                " LIMIT 1");
  int at = 0;
  for (const auto value : {version.record, version.shape, version.ord, version.observed, version.id})
    scan.bind(++at, value);
  return read(scan);
}

/// True for a version of an edit that the service told before, as `before`.
bool is_later_observation(const Version& version, const Version& before) {
  return version.source == "api" && before.shape == version.shape && before.ord == version.ord &&
         before.id < version.id;
}

using Parts = std::map<std::pair<std::string, std::string>, std::string>;  ///< kind and key; raw

Parts parts_of(const Database& database, std::int64_t version) {
  Scan scan(database.sqlite(), "SELECT kind, key, raw FROM part WHERE version = ?1");
  scan.bind(1, version);
  Parts parts;
  while (scan.step())
    parts.emplace(std::pair(std::string(scan.text(0)), std::string(scan.text(1))), scan.text(2));
  return parts;
}

void append(std::vector<FieldChange>& all, std::vector<FieldChange> changes, const std::string& object) {
  for (auto& change : changes) {
    change.path = object + "." + change.path;
    all.push_back(std::move(change));
  }
}

/// Compares the objects sent beside a version, which count as its content (media, polls, places).
void compare_parts(std::vector<FieldChange>& changes, const Parts& before, const Parts& after,
                   const connector::Type* type) {
  for (const auto& [name, raw] : after) {
    const std::string object = name.first + " " + name.second;
    const auto older = before.find(name);
    if (older == before.end()) {
      changes.push_back({object, std::nullopt, raw});
      continue;
    }
    DiffRules rules;
    if (type) {
      rules.aliases = type->aliases;
      for (const auto& [kind, path] : type->volatile_part_fields)
        if (kind == name.first) rules.left_out.push_back(path);
    }
    append(changes, field_diff(older->second, raw, rules), object);
  }
}

/// Replaces ids of people with their names, as a query does.
std::string shown(const Database& database, const connector::Registry& registry, const Change& change,
                  std::string text) {
  const connector::Type* const type = registry.type(change.type);
  if (!type || type->people_in_text.empty() || text.empty()) return text;
  Names names(database, registry);
  const auto account = std::ranges::find_if(
      names.accounts(), [&](const auto& known) { return known.second == change.account; });
  if (account == names.accounts().end()) return text;
  return PeopleInText(database).named(*type, change.record, text,
                                      [&](std::string_view id) { return names.handle(account->first, id); });
}

}  // namespace

ChangeDetail detail(const Database& database, const connector::Registry& registry, const Change& change) {
  ChangeDetail result;
  const auto after = version(database, change.version);
  if (!after) return result;
  result.source = after->source;
  result.text_after = shown(database, registry, change, after->text);
  const bool is_late = change.action == "version";
  if (change.action != "update" && !is_late) return result;
  const auto before = version_before(database, *after);
  if (!before || (is_late && !is_later_observation(*after, *before))) return result;
  result.text_before = shown(database, registry, change, before->text);
  const connector::Type* const type = registry.type(change.type);
  DiffRules rules{{}, {}, before->shape != after->shape};
  if (type) rules = {type->volatile_fields, type->aliases, rules.only_shared};
  result.fields = field_diff(before->raw, after->raw, rules);
  compare_parts(result.fields, parts_of(database, before->id), parts_of(database, after->id), type);
  return result;
}

std::optional<std::string> bytes_of(const Database& database, const Change& change) {
  if (change.version > 0)
    if (auto own = version(database, change.version)) return std::move(own->raw);
  if (change.record == 0) return std::nullopt;
  auto forms = newest_forms(database, change.record);
  if (forms.empty()) return std::nullopt;
  return std::move(forms.front());
}

}  // namespace locker::store
