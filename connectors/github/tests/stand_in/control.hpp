#pragma once

#include "request.hpp"

namespace github_stand_in {

class Service;

/// Orders and questions of tests, below /_control/; they are not counted.
[[nodiscard]] bool is_control(const Call& call);
Reply control(Service& service, const Call& call);

/// Carries out an order. Throws if there is no such order or it cannot be carried out.
Json order(Service& service, const std::string& name, const Json& what = Json::object());
/// Answers a question. Throws if there is no such question.
Json question(Service& service, const std::string& name);

}  // namespace github_stand_in
