#pragma once

#include <map>
#include <string>

#include "render.hpp"

namespace github_stand_in {

class Service;

using Order = Json (*)(Service&, const Json&);

/// Returns the commands by name.
const std::map<std::string, Order>& orders();

// Commands that change the data of the service.
const std::map<std::string, Order>& orders_of_repositories();
const std::map<std::string, Order>& orders_of_talk();

/// Returns the member of that name as an id, given as a number or as text.
Id id_in(const Json& order, const char* name);
Json id_answer(Id id);

}  // namespace github_stand_in
