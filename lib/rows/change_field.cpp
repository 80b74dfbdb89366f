#include "lib/rows/change_field.hpp"

namespace locker::rows {

using store::Change;

const std::vector<ChangeField>& change_fields() {
  static const std::vector<ChangeField> kFields{
      {"seq", [](const Change& change) { return change.seq > 0 ? Cell(change.seq) : Cell(); }},
      {"time", [](const Change& change) -> Cell { return format_rfc3339(change.time); }},
      {"action", [](const Change& change) -> Cell { return change.action; }},
      {"account", [](const Change& change) -> Cell { return change.account; }},
      {"type", [](const Change& change) -> Cell { return text_or_nothing(change.type); }},
      {"id", [](const Change& change) -> Cell { return text_or_nothing(change.id); }},
      {"stream", [](const Change& change) -> Cell { return text_or_nothing(change.stream); }},
  };
  return kFields;
}

RawJson as_json(const store::ChangeDetail& detail) {
  std::string out = "{\"source\":";
  append_json_string(out, detail.source);
  out += ",\"text\":{\"before\":";
  append_json(out, text_or_nothing(detail.text_before));
  out += ",\"after\":";
  append_json(out, text_or_nothing(detail.text_after));
  out += "},\"fields\":[";
  for (std::size_t i = 0; i < detail.fields.size(); ++i) {
    const auto& field = detail.fields[i];
    out += i > 0 ? ",{\"field\":" : "{\"field\":";
    append_json_string(out, field.path);
    out +=
        ",\"before\":" + field.before.value_or("null") + ",\"after\":" + field.after.value_or("null") + "}";
  }
  return {out + "]}"};
}

}  // namespace locker::rows
