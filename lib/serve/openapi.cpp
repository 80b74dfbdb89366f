#include "lib/serve/openapi.hpp"

#include <nlohmann/json.hpp>

namespace locker::serve {
namespace {

using Object = nlohmann::ordered_json;

/// Adds a route. Several connectors may have the same route, each for its own accounts.
void add(Object& paths, const Object& forms, const ServiceRoute& route) {
  const std::string path = "/Me/{id}" + route.path;
  const bool is_new = !paths.contains(path);
  if (is_new) paths[path] = forms.at(route.form);
  for (auto& [method, operation] : paths[path].items()) {
    if (is_new) operation["summary"] = route.summary;
    operation["x-connectors"].push_back(route.connector);
  }
}

}  // namespace

std::string openapi_document(const std::vector<ServiceRoute>& routes) {
  Object document = Object::parse(openapi_document());
  for (const auto& route : routes) add(document["paths"], document["components"]["pathItems"], route);
  return document.dump(1) + "\n";
}

}  // namespace locker::serve
