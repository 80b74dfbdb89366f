#include "lib/connector/descriptor.hpp"

#include <algorithm>

namespace locker::connector {
namespace {

template <class Items, class Key>
auto find_by(const Items& items, Key key, std::string_view wanted) -> decltype(&items.front()) {
  const auto it = std::ranges::find(items, wanted, key);
  return it == items.end() ? nullptr : &*it;
}

}  // namespace

const Stream* Descriptor::stream(std::string_view wanted) const {
  return find_by(streams, &Stream::name, wanted);
}
const Type* Descriptor::type(std::string_view wanted) const { return find_by(types, &Type::name, wanted); }

bool Descriptor::charges() const {
  return std::ranges::any_of(
      streams, [](const Stream& stream) { return stream.price.each > 0 || stream.price.each_included > 0; });
}

std::vector<std::string> Descriptor::variables() const {
  std::vector<std::string> names{api_variable, sign_in.web_variable};
  if (sign_in.authorization_code) names.push_back(sign_in.authorization_code->authorize_variable);
  std::erase(names, "");
  return names;
}

Registry Registry::with_manifests(const std::vector<Entry>& entries) {
  Registry registry({});
  for (const auto& [connector, manifest] : entries) {
    registry.connectors_.push_back(connector);
    registry.manifests_.emplace(connector->id, manifest);
  }
  return registry;
}

std::string_view Registry::manifest(std::string_view id) const {
  const auto found = manifests_.find(id);
  return found == manifests_.end() ? std::string_view() : found->second;
}

const Descriptor* Registry::find(std::string_view wanted) const {
  for (const Descriptor* connector : connectors_)
    if (connector->id == wanted) return connector;
  return nullptr;
}

const Type* Registry::type(std::string_view wanted) const {
  for (const Descriptor* connector : connectors_)
    if (const Type* type = connector->type(wanted)) return type;
  return nullptr;
}

}  // namespace locker::connector
