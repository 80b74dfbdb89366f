#pragma once

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sandbox/fields.hpp"
#include "sandbox/snowflake.hpp"

namespace sandbox {

// Adds a field if it was requested and has a value; absent fields have no key.
class ObjectWriter {
 public:
  ObjectWriter(const std::set<std::string, std::less<>>& wanted, Generation generation)
      : wanted_(wanted), generation_(generation) {}

  template <class Make>
  ObjectWriter& field(std::string_view name, Make make) {
    if (wanted_.find(name) == wanted_.end()) return *this;
    nlohmann::json value = make();
    if (!value.is_null()) out[std::string(to_spelling(name, generation_))] = std::move(value);
    return *this;
  }

  nlohmann::json out = nlohmann::json::object();

 private:
  const std::set<std::string, std::less<>>& wanted_;
  Generation generation_;
};

nlohmann::json ids_json(const std::vector<Id>& ids);
// Return null, which means no key, for 0 and for an empty text.
nlohmann::json id_json(Id id);
nlohmann::json text_json(const std::string& text);

}  // namespace sandbox
