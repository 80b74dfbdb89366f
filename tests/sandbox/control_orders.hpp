#pragma once

#include <functional>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "sandbox/snowflake.hpp"

namespace sandbox {

struct State;

// What a test may order: changes of the world, of the service and of its mood. An order that cannot be
// carried out throws std::exception with the reason.
using Order = std::function<nlohmann::json(State&, const nlohmann::json&)>;
const std::map<std::string, Order>& control_orders();

// An id of a JSON string or number.
Id id_of(const nlohmann::json& value);

}  // namespace sandbox
