#pragma once

#include <functional>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "sandbox/snowflake.hpp"

namespace sandbox {

struct State;

// The commands of tests: changes of the data, of the service and of its behaviour. A command that cannot be
// executed throws std::exception with the reason.
using Order = std::function<nlohmann::json(State&, const nlohmann::json&)>;
const std::map<std::string, Order>& control_orders();

// Returns the id in a JSON string or number.
Id id_of(const nlohmann::json& value);

}  // namespace sandbox
