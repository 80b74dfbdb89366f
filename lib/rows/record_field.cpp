#include "lib/rows/record_field.hpp"

#include <algorithm>
#include <iterator>

#include "lib/rows/field.hpp"
#include "lib/rows/page_address.hpp"
#include "lib/store/fields.hpp"

namespace locker::rows {
namespace {

using store::QueryRow;

Cell time_cell(const QueryRow& row) {
  if (!row.time) return {};
  return format_rfc3339(*row.time);
}

Cell url_cell(const QueryRow& row) {
  if (row.facts && !row.facts->address_field.empty()) return page_address(row.json, *row.facts);
  std::string url = row.url();
  return url.empty() ? Cell() : Cell(std::move(url));
}

/// Returns `[{"kind":…,"path":…,"size":…,"sha256":…,"alt":…,"url":…,"source":…}]`; unknown values are null.
Cell media_cell(const QueryRow& row) {
  std::string text = "[";
  for (const auto& medium : row.media) {
    text += text.size() > 1 ? ",{" : "{";
    const auto add = [&text](const char* name, const Cell& value) {
      text.append(text.back() == '{' ? "\"" : ",\"").append(name).append("\":");
      append_json(text, value);
    };
    add("kind", text_or_nothing(medium.kind));
    add("path", text_or_nothing(medium.path));
    add("size", medium.path.empty() ? Cell() : Cell(medium.size));
    add("sha256", text_or_nothing(medium.sha256));
    add("alt", text_or_nothing(medium.alt));
    add("url", text_or_nothing(medium.url));
    add("source", text_or_nothing(medium.source));
    text += '}';
  }
  return RawJson{text + "]"};
}

Cell json_cell(const QueryRow& row) {
  if (store::is_one_line(row.json)) return BorrowedJson{row.json};
  return RawJson{store::in_one_line(row.json)};
}

struct Column {
  std::string_view name;
  Cell (*cell)(const QueryRow&);
};

/// The fields that every record has. Any other name refers to the record's own JSON, or to what the service
/// reports about it as a member of the streams shown.
constexpr Column kColumns[] = {
    {"account", [](const QueryRow& row) -> Cell { return row.account; }},
    {"type", [](const QueryRow& row) -> Cell { return row.type; }},
    {"id", [](const QueryRow& row) -> Cell { return row.id; }},
    {"time", &time_cell},
    {"text", [](const QueryRow& row) { return text_or_nothing(row.text); }},
    {"name", [](const QueryRow& row) { return text_or_nothing(row.name); }},
    {"author", [](const QueryRow& row) { return text_or_nothing(row.author); }},
    {"url", &url_cell},
    {"deleted", [](const QueryRow& row) -> Cell { return row.deleted; }},
    {"media", &media_cell},
    {"json", &json_cell},
};

}  // namespace

const std::vector<std::string>& record_field_names() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> names;
    for (const auto& column : kColumns) names.emplace_back(column.name);
    return names;
  }();
  return kNames;
}

RecordField::RecordField(const std::string& name) : path_(name) {
  if (const auto* found = std::ranges::find(kColumns, name, &Column::name); found != std::end(kColumns))
    cell_ = found->cell;
}

Cell RecordField::of(const QueryRow& row) const {
  if (cell_) return cell_(row);
  Cell own = json_field(row.json, path_, row.facts);
  const bool absent = std::holds_alternative<std::monostate>(own);
  return absent && !row.member.empty() ? json_field(row.member, path_) : own;
}

bool RecordField::needs_json() const { return !cell_ || cell_ == &url_cell || cell_ == &json_cell; }

}  // namespace locker::rows
