#include "lib/serve/form_body.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "lib/base/percent.hpp"
#include "lib/serve/state/object.hpp"

namespace locker::serve {
namespace {

constexpr int kMostFields = 1'000;
constexpr std::size_t kDeepest = 16;

/// A parsed field name: `obj[x][y]` has the base `obj` and the keys `x` and `y`.
struct FieldName {
  std::string base;
  std::vector<std::string> keys;
};

/// Parses a field name. Other uses of brackets make it a plain name.
FieldName field_name(const std::string& name) {
  FieldName field{name.substr(0, name.find('[')), {}};
  for (std::size_t at = field.base.size(); at < name.size();) {
    const auto end = name.find(']', at);
    if (name[at] != '[' || end == std::string::npos || field.keys.size() == kDeepest) return {name, {}};
    field.keys.push_back(name.substr(at + 1, end - at - 1));
    at = end + 1;
  }
  return field.base.empty() ? FieldName{name, {}} : field;
}

bool is_index(const std::string& key) {
  return std::ranges::all_of(key, [](char c) { return c >= '0' && c <= '9'; });
}

/// Returns the place of the key's value; null if a value of another type is there. The elements of a list are
/// appended in the order of the fields.
Object* place_in(Object& holder, const std::string& key) {
  if (holder.is_null()) holder = is_index(key) ? Object::array() : Object::object();
  if (holder.is_object()) return &holder[key];
  if (!holder.is_array() || !is_index(key)) return nullptr;
  holder.push_back(nullptr);
  return &holder.back();
}

void put(Object& whole, const std::vector<std::string>& keys, const std::string& value) {
  Object* place = &whole;
  for (const auto& key : keys)
    if (place = place_in(*place, key); !place) return;
  if (place->is_null()) *place = value;
}

/// Removes the next `name=value` and its separator from `form`, and returns it.
std::string_view take_field(std::string_view& form) {
  const auto end = std::min(form.find('&'), form.size());
  const auto field = form.substr(0, end);
  form.remove_prefix(std::min(end + 1, form.size()));
  return field;
}

}  // namespace

http::Parameters read_form_body(std::string_view form) {
  http::Parameters fields;
  std::map<std::string, Object> nested;
  for (int count = 0; !form.empty() && count < kMostFields; ++count) {
    const auto field = take_field(form);
    const auto sign = std::min(field.find('='), field.size());
    const auto name = percent_decode(field.substr(0, sign), true);
    const auto value = percent_decode(field.substr(std::min(sign + 1, field.size())), true);
    if (field.empty() || !name || !value) continue;
    if (const auto parts = field_name(*name); parts.keys.empty())
      fields.emplace(*name, *value);
    else
      put(nested[parts.base], parts.keys, *value);
  }
  for (const auto& [name, whole] : nested) fields.emplace(name, dumped(whole));
  return fields;
}

}  // namespace locker::serve
