#include "lib/store/field_diff.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "lib/store/fields.hpp"

namespace locker::store {
namespace {

class Walk {
 public:
  explicit Walk(const DiffRules& rules) : rules_(rules) {}

  void compare(std::string_view before, std::string_view after, const std::string& path) {
    if (before.starts_with('{') && after.starts_with('{')) {
      compare_members(before, after, path);
    } else if (!same(before, after, path)) {
      changes_.push_back({path, in_one_line(before), in_one_line(after)});
    }
  }

  std::vector<FieldChange> take() { return std::move(changes_); }

 private:
  void compare_members(std::string_view before, std::string_view after, const std::string& path) {
    const auto older = members(before, path), newer = members(after, path);
    for (const auto& field : older) {
      const auto found = std::ranges::find(newer, field.key, &Field::key);
      if (found != newer.end())
        compare(field.value, found->value, joined(path, field.key));
      else if (!rules_.only_shared)
        changes_.push_back({joined(path, field.key), in_one_line(field.value), std::nullopt});
    }
    if (rules_.only_shared) return;
    for (const auto& field : newer)
      if (std::ranges::find(older, field.key, &Field::key) == older.end())
        changes_.push_back({joined(path, field.key), std::nullopt, in_one_line(field.value)});
  }

  bool same(std::string_view a, std::string_view b, const std::string& path) const {
    if (a == b) return true;
    if (a.empty() || b.empty() || a.front() != b.front()) return false;
    switch (a.front()) {
      case '{':
        return same_members(members(a, path), members(b, path), path);
      case '[':
        return std::ranges::equal(array_elements(a), array_elements(b),
                                  [&](std::string_view x, std::string_view y) { return same(x, y, path); });
      case '"':
        return nlohmann::json::parse(a, nullptr, false) == nlohmann::json::parse(b, nullptr, false);
      default:
        return false;
    }
  }

  bool same_members(const std::vector<Field>& a, const std::vector<Field>& b, const std::string& path) const {
    return a.size() == b.size() && std::ranges::all_of(a, [&](const Field& field) {
             const auto found = std::ranges::find(b, field.key, &Field::key);
             return found != b.end() && same(field.value, found->value, joined(path, field.key));
           });
  }

  /// Returns the fields that count, by the first of their names.
  [[nodiscard]] std::vector<Field> members(std::string_view object, const std::string& path) const {
    auto fields = top_level_fields(object);
    for (auto& field : fields)
      for (const auto& [first, other] : rules_.aliases)
        if (field.key == other) field.key = first;
    std::erase_if(fields, [&](const Field& field) {
      return std::ranges::find(rules_.left_out, joined(path, field.key)) != rules_.left_out.end();
    });
    return fields;
  }

  static std::string joined(const std::string& path, std::string_view key) {
    return path.empty() ? std::string(key) : (path + ".").append(key);
  }

  const DiffRules& rules_;
  std::vector<FieldChange> changes_;
};

}  // namespace

std::vector<FieldChange> field_diff(std::string_view before, std::string_view after, const DiffRules& rules) {
  Walk walk(rules);
  walk.compare(before, after, "");
  return walk.take();
}

}  // namespace locker::store
