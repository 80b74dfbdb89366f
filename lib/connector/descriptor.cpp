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

const Stream* Connector::stream(std::string_view wanted) const {
  return find_by(streams, &Stream::name, wanted);
}
const Type* Connector::type(std::string_view wanted) const { return find_by(types, &Type::name, wanted); }

const Connector* Registry::find(std::string_view wanted) const {
  for (const Connector* connector : connectors_)
    if (connector->id == wanted) return connector;
  return nullptr;
}

const Type* Registry::type(std::string_view wanted) const {
  for (const Connector* connector : connectors_)
    if (const Type* type = connector->type(wanted)) return type;
  return nullptr;
}

}  // namespace locker::connector
