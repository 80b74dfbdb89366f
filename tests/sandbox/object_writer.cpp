#include "sandbox/object_writer.hpp"

namespace sandbox {

using nlohmann::json;

json ids_json(const std::vector<Id>& ids) {
  json out = json::array();
  for (const Id id : ids) out.push_back(std::to_string(id));
  return out;
}

json id_json(Id id) { return id ? json(std::to_string(id)) : json(); }
json text_json(const std::string& text) { return text.empty() ? json() : json(text); }

}  // namespace sandbox
