#include "lib/store/own_names.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <map>
#include <vector>

#include "lib/connector/export_names.hpp"
#include "lib/store/fields.hpp"
#include "lib/store/merged_json.hpp"

namespace locker::store {
namespace {

using connector::ExportedField;
using connector::ExportNames;
using Spelling = ExportedField::Spelling;

std::string path(const std::string& json, const std::string& dotted) {
  return "json_extract(" + json + ", '$." + dotted + "')";
}

/// Returns the first of several expressions that is not NULL: coalesce() requires at least two.
std::string first_of(const std::vector<std::string>& all) {
  std::string list = "coalesce(NULL";
  for (const auto& one : all) list.append(", ").append(one);
  return list + ")";
}

std::string value_of(const ExportedField& field, const std::string& json);

/// Builds one object of name and value expressions; names with dots become nested objects.
std::string object_of(const std::vector<ExportedField>& fields, const std::string& json) {
  std::map<std::string, std::vector<ExportedField>> inner;
  std::string members;
  const auto add = [&](const std::string& name, const std::string& value) {
    members.append(members.empty() ? "'" : ", '").append(name).append("', ").append(value);
  };
  for (ExportedField field : fields) {
    const auto dot = field.name.find('.');
    if (dot == std::string::npos) {
      add(field.name, value_of(field, json));
      continue;
    }
    const std::string outer = field.name.substr(0, dot);
    field.name.erase(0, dot + 1);
    inner[outer].push_back(std::move(field));
  }
  for (const auto& [name, within] : inner) add(name, object_of(within, json));
  return "json_object(" + members + ")";
}

std::string value_of(const ExportedField& field, const std::string& json) {
  std::vector<std::string> values, kinds;
  for (const auto& there : field.there) {
    values.push_back(path(json, there));
    kinds.push_back("json_type(" + json + ", '$." + there + "')");
  }
  const std::string value = first_of(values);
  if (!field.members.empty())
    return "json(CASE WHEN json_array_length(" + value + ") > 0 THEN (SELECT json_group_array(" +
           object_of(field.members, "e.value") + ") FROM json_each(" + value + ") AS e) END)";
  switch (field.spelling) {
    case Spelling::number:
      return "CAST(" + value + " AS INTEGER)";
    case Spelling::truth:
      return "CASE " + first_of(kinds) + " WHEN 'true' THEN json('true') WHEN 'false' THEN json('false') END";
    case Spelling::link_text:
      return "CASE WHEN " + value + " LIKE '%>%</a>' THEN replace(substr(" + value + ", instr(" + value +
             ", '>') + 1), '</a>', '') ELSE " + value + " END";
    case Spelling::references:
      return "NULL";  // with_names() adds them
    case Spelling::own_time:
      return "strftime('%Y-%m-%dT%H:%M:%S', m / 1000, 'unixepoch') || printf('.%03dZ', m % 1000)";
    case Spelling::own_author:
      return "a";
    case Spelling::same:
      break;
  }
  return value;
}

std::string first_at(const std::vector<std::string>& paths, const std::string& json) {
  std::vector<std::string> values;
  for (const auto& dotted : paths) values.push_back(path(json, dotted));
  return first_of(values);
}

/// Returns `{type, id}` of what a record replies to, quotes and reposts; NULL if it does none of these.
std::string references_of(const connector::ExportedReferences& references) {
  const std::string answered = first_at(references.answered, "j");
  std::string quotes;
  for (const auto& quoting : references.quoting)
    quotes += (quotes.empty() ? "l LIKE '" : " OR l LIKE '") + quoting + "%'";
  // The id is the digits after the last part of the pattern.
  const std::string& first = references.quoting.front();
  const std::string last = first.substr(first.rfind('%') + 1);
  const std::string rest = "substr(l, instr(l, '" + last + "') + " + std::to_string(last.size()) + ")";
  const std::string id =
      "substr(" + rest + ", 1, length(" + rest + ") - length(ltrim(" + rest + ", '0123456789')))";
  return "(SELECT CASE WHEN count(*) > 0 THEN json_group_array(json(r)) END FROM ("
         "SELECT json_object('type', 'replied_to', 'id', " +
         answered + ") AS r WHERE " + answered +
         " IS NOT NULL"
         " UNION ALL SELECT json_object('type', 'quoted', 'id', i) FROM (SELECT DISTINCT " +
         id + " AS i FROM (SELECT " + path("e.value", references.address) + " AS l FROM json_each(" +
         first_at(references.links, "j") + ") AS e) WHERE " + quotes + ") WHERE i <> '' AND i IS NOT " +
         first_at(references.own_id, "j") + " UNION ALL SELECT json_object('type', 'retweeted') WHERE " +
         first_at(references.text, "j") + " LIKE '" + references.repeating + "%'))";
}

/// Returns fields that an early export spells differently under a name that the service uses too. Both are
/// read alike.
std::string respelled(const ExportNames& names) {
  std::vector<ExportedField> fields;
  std::ranges::copy_if(names.fields, std::back_inserter(fields),
                       [](const auto& field) { return field.spelling == Spelling::link_text; });
  return "json_patch('{}', " + object_of(fields, "j") + ")";
}

/// Adds `names` where `j` itself has nothing: json_patch() takes null for "remove".
std::string filled_in(const std::string& names) {
  return "json_patch(j, json_patch(" + names + ", json_patch('{}', j)))";
}

/// Adds names to `j`, leaving out absent fields. The service's own fields override those of its export, which
/// remain where the service has none.
std::string with_names(const ExportNames& names) {
  std::string all = object_of(names.fields, "j");
  if (names.references) {
    const auto field = std::ranges::find(names.fields, Spelling::references, &ExportedField::spelling);
    all = "json_set(" + all + ", '$." + field->name + "', json(" + references_of(*names.references) + "))";
  }
  const std::string filled = "json_patch('{}', " + all + ")";
  std::vector<std::string> wrapped;
  for (const auto& wrapper : names.wrappers) wrapped.push_back("json_type(j, '$." + wrapper + "')");
  std::string choice = "CASE WHEN " + first_of(wrapped) + " = 'object' THEN " + filled_in(filled);
  if (!names.mark.empty())
    choice += " WHEN json_type(j, '$." + names.mark + "') IS NOT NULL THEN CASE WHEN json_type(j, '$." +
              names.own_mark + "') IS NULL THEN json_patch(j, " + filled + ") ELSE json_patch(" +
              filled_in(filled) + ", " + respelled(names) + ") END";
  return choice + " ELSE j END";
}

/// A quick check, so that only records from an export are examined closely. An export's object has one
/// member; in merged JSON it may be anywhere.
bool may_be_exported(const ExportNames& names, std::string_view json, bool merged) {
  const auto is_wrapper = [&](std::string_view key) {
    return std::ranges::find(names.wrappers, key) != names.wrappers.end();
  };
  if (merged) {
    if (std::ranges::any_of(top_level_fields(json), is_wrapper, &Field::key)) return true;
  } else {
    const auto begin = json.find('"');
    if (begin == std::string_view::npos) return false;
    if (is_wrapper(json.substr(begin + 1, json.find('"', begin + 1) - begin - 1))) return true;
  }
  // memmem() reads few of the bytes, find() stops at each possible first byte: a third of the time of a large
  // result.
  return !names.mark.empty() && memmem(json.data(), json.size(), names.mark.data(), names.mark.size());
}

/// Returns SQL for what `locker query` shows as the author of a record (Names::handle()): costs nothing if
/// the column is not selected.
std::string author_handle(const connector::Registry& registry) {
  std::string prefix;
  for (const auto* connector : registry.all())
    if (!connector->handle_prefix.empty())
      prefix.append(" WHEN '").append(connector->id).append("' THEN '").append(connector->handle_prefix) +=
          "'";
  return "CASE WHEN r.author IS NOT NULL THEN coalesce(\n"
         "    (SELECT f.name FROM record p JOIN version f ON f.id = p.face WHERE p.account = r.account\n"
         "      AND p.type IN (SELECT id FROM type WHERE name LIKE 'contact/%' OR name LIKE 'profile/%')\n"
         "      AND p.key = r.author AND f.name IS NOT NULL ORDER BY p.type DESC LIMIT 1),\n"
         "    CASE WHEN a.user_id = r.author AND a.handle <> '' THEN " +
         (prefix.empty() ? "" : "CASE a.connector" + prefix + " ELSE '' END || ") +
         "a.handle END,\n"
         "    (SELECT n.handle FROM named n WHERE n.account = r.account AND n.person = r.author),\n"
         "    r.author) END";
}

}  // namespace

std::string own_names_sql(const connector::Registry& registry, const OwnNamesArguments& arguments) {
  std::string choice;
  for (const auto* connector : registry.all())
    for (const auto& type : connector->types)
      if (type.export_names)
        choice.append(" WHEN '").append(type.name).append("' THEN ").append(with_names(*type.export_names));
  if (choice.empty()) return arguments.json;
  // The condition keeps SQLite from substituting the arguments for their names, many times each.
  return "(SELECT CASE t" + choice + " ELSE j END FROM (SELECT " + arguments.type + " AS t, " +
         arguments.json + " AS j, " + arguments.time + " AS m, " + arguments.author +
         " AS a LIMIT 1) WHERE j IS NOT NULL)";
}

OwnNames::OwnNames(const Database& database, const connector::Registry& registry)
    : database_(database), registry_(registry) {}

std::string_view OwnNames::add(const connector::Type* type, std::string_view json,
                               std::optional<std::int64_t> time, std::string_view author, bool merged) {
  if (!type || !type->export_names || !may_be_exported(*type->export_names, json, merged)) return json;
  if (!scan_)
    scan_.emplace(database_.sqlite(), "SELECT " + own_names_sql(registry_, {"?1", "?2", "?3", "?4"}));
  scan_->reset();
  scan_->bind_static(1, type->name);
  scan_->bind_static(2, json);
  time ? scan_->bind(3, *time) : scan_->bind_null(3);
  author.empty() ? scan_->bind_null(4) : scan_->bind_static(4, author);
  const bool is_told = scan_->step();
  if (is_told) named_ = scan_->text(0);
  scan_->reset();  // otherwise it would keep a snapshot until the next call
  return is_told ? std::string_view(named_) : json;
}

std::string records_view(const connector::Registry& registry) {
  return "CREATE VIEW records AS\n"
         "SELECT r.id AS record_id, a.name AS account, t.name AS type, r.key AS id,\n"
         "  strftime('%Y-%m-%dT%H:%M:%S', r.time / 1000, 'unixepoch')\n"
         "    || CASE WHEN r.time % 1000 THEN printf('.%03d', r.time % 1000) ELSE '' END || 'Z' AS time,\n"
         "  face.text AS text, face.name AS name, r.author AS author,\n  " +
         author_handle(registry) +
         " AS author_handle,\n"
         "  CASE r.state WHEN 0 THEN 'live' ELSE 'deleted' END AS state,\n  " +
         own_names_sql(registry, {"t.name", std::string("coalesce(") + kMergedJson + ", head.raw)", "r.time",
                                  "r.author"}) +
         " AS json\n"
         "FROM record r\n"
         "JOIN account a ON a.id = r.account\n"
         "JOIN type t ON t.id = r.type\n"
         "JOIN version head ON head.id = r.head\n"
         "JOIN version face ON face.id = r.face;\n";
}

}  // namespace locker::store
