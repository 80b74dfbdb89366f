#pragma once

#include "request.hpp"

namespace github_stand_in {

class Service;

/// Commands and queries of tests, below /_control/; they are not counted as requests.
[[nodiscard]] bool is_control(const Call& call);
Reply control(Service& service, const Call& call);

/// Executes a command. Throws if it does not exist or cannot be executed.
Json order(Service& service, const std::string& name, const Json& what = Json::object());
/// Answers a query. Throws if it does not exist.
Json question(Service& service, const std::string& name);

}  // namespace github_stand_in
