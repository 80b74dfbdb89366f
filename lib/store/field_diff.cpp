#include "lib/store/field_diff.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace locker::store {
namespace {

using Json = nlohmann::ordered_json;

class Walk {
 public:
  explicit Walk(const connector::Type* type) : type_(type) {}

  void compare(const Json& before, const Json& after, const std::string& path) {
    if (before.is_object() && after.is_object()) return compare_members(before, after, path);
    if (before != after) changes_.push_back({path, before.dump(), after.dump()});
  }

  std::vector<FieldChange> take() { return std::move(changes_); }

 private:
  void compare_members(const Json& before, const Json& after, const std::string& path) {
    for (const auto& [key, value] : before.items()) {
      const std::string at = joined(path, key);
      if (is_volatile(at)) continue;
      if (const auto found = find(after, key); found != after.end())
        compare(value, *found, at);
      else
        changes_.push_back({at, value.dump(), std::nullopt});
    }
    for (const auto& [key, value] : after.items())
      if (const std::string at = joined(path, key); !is_volatile(at) && find(before, key) == before.end())
        changes_.push_back({at, std::nullopt, value.dump()});
  }

  [[nodiscard]] std::string name(const std::string& key) const {
    if (type_)
      for (const auto& [first, other] : type_->aliases)
        if (key == other) return first;
    return key;
  }

  [[nodiscard]] Json::const_iterator find(const Json& object, const std::string& key) const {
    for (auto member = object.begin(); member != object.end(); ++member)
      if (name(member.key()) == name(key)) return member;
    return object.end();
  }

  [[nodiscard]] std::string joined(const std::string& path, const std::string& key) const {
    return path.empty() ? name(key) : path + "." + name(key);
  }

  [[nodiscard]] bool is_volatile(const std::string& path) const {
    return type_ && std::ranges::find(type_->volatile_fields, path) != type_->volatile_fields.end();
  }

  const connector::Type* type_;
  std::vector<FieldChange> changes_;
};

}  // namespace

std::vector<FieldChange> field_diff(std::string_view before, std::string_view after,
                                    const connector::Type* type) {
  Walk walk(type);
  walk.compare(Json::parse(before, nullptr, false), Json::parse(after, nullptr, false), "");
  return walk.take();
}

}  // namespace locker::store
