#include "lib/store/merge.hpp"

#include <algorithm>

#include "lib/store/fields.hpp"

namespace locker::store {
namespace {

/// Returns the keys in a JSON array of strings that this file wrote itself, escapes not decoded.
std::vector<std::string_view> names_in(std::string_view array) {
  std::vector<std::string_view> names;
  for (std::size_t at = array.find('"'); at != std::string_view::npos; at = array.find('"', at)) {
    const std::size_t begin = ++at;
    while (at < array.size() && array[at] != '"') at += array[at] == '\\' ? 2 : 1;
    names.push_back(array.substr(begin, at - begin));
    ++at;
  }
  return names;
}

std::string_view canonical_name(std::string_view key, const connector::Type* type) {
  if (type)
    for (const auto& [name, other] : type->aliases)
      if (key == other) return name;
  return key;
}

bool is_volatile(std::string_view key, const connector::Type* type) {
  return type && std::ranges::any_of(type->volatile_fields, [&](std::string_view path) {
           return path.substr(0, path.find('.')) == key;
         });
}

struct Carried {
  std::string_view name;   ///< canonical
  std::string_view key;    ///< as spelled
  std::string_view value;  ///< empty: dropped
  Instant since;
  bool only_fills = false;  ///< counts only if nothing else has the field
};

/// Keeps the latest statement about each field; `fields` is in the order of first appearance.
void add(std::vector<Carried>& fields, const Carried& statement) {
  const auto known = std::ranges::find(fields, statement.name, &Carried::name);
  if (known == fields.end())
    fields.push_back(statement);
  else if (statement.since > known->since && statement.only_fills <= known->only_fills)
    *known = statement;
}

void append_member(std::string& object, std::string_view key, std::string_view value) {
  if (object.size() > 1) object += ',';
  object.append("\"").append(key).append("\":").append(value);
}

}  // namespace

std::string merge_shapes(std::vector<ShapeForm> forms, const connector::Type* type) {
  std::ranges::stable_sort(forms, {}, &ShapeForm::rank);
  std::vector<Carried> fields;
  for (const auto& form : forms) {
    for (const auto& field : top_level_fields(form.raw)) {
      const auto name = canonical_name(field.key, type);
      const bool counter = is_volatile(name, type);
      add(fields, {name, field.key, field.value, counter ? form.looked : form.observed,
                   connector::is_export(form.rank) && !counter});
    }
    for (const auto name : names_in(form.dropped))
      add(fields, {canonical_name(name, type), name, {}, form.observed, connector::is_export(form.rank)});
  }
  std::string merged = "{";
  for (const auto& field : fields)
    if (!field.value.empty()) append_member(merged, field.key, field.value);
  return merged + "}";
}

std::string members_of_both(std::string_view first, std::string_view second) {
  std::string both = "{";
  for (const std::string_view raw : {first, second}) {
    const auto members = top_level_fields(raw);
    if (members.empty() || !raw.starts_with('{') || !raw.ends_with('}')) return {};
    for (const auto& member : members) append_member(both, member.key, member.value);
  }
  return both + "}";
}

std::string dropped_fields(std::string_view older_raw, std::string_view older_dropped,
                           std::string_view newer_raw) {
  const auto now = top_level_fields(newer_raw);
  std::string dropped;
  const auto drop = [&](std::string_view key) {
    if (std::ranges::find(now, key, &Field::key) != now.end()) return;
    dropped.append(dropped.empty() ? "[\"" : ",\"").append(key).append("\"");
  };
  for (const auto& field : top_level_fields(older_raw)) drop(field.key);
  for (const auto name : names_in(older_dropped)) drop(name);
  return dropped.empty() ? dropped : dropped + "]";
}

std::size_t choose_face(const std::vector<Face>& forms) {
  const auto shows = [](const Face& form) { return !form.text.empty() || !form.name.empty(); };
  std::size_t chosen = 0;
  for (std::size_t i = 1; i < forms.size(); ++i) {
    const Face& form = forms[i];
    const Face& face = forms[chosen];
    if (!shows(form)) continue;
    const bool longer = form.rank < connector::kPartialExportRank && form.text.size() > face.text.size();
    const bool better = connector::is_export(form.rank) ? longer : form.observed > face.observed;
    if (!shows(face) || better) chosen = i;
  }
  return chosen;
}

}  // namespace locker::store
