#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/fields.hpp"
#include "sandbox/http_call.hpp"

namespace sandbox {

// The bodies of X's error responses. The host of the type addresses changed along with the field names.
std::string problem_type(std::string_view name, Generation generation);

Answer plain_problem(int status, std::string_view title, std::string_view detail);
Answer invalid_request(Generation generation, const std::string& message, const std::string& parameter,
                       const std::vector<std::string>& values);
Answer too_many_requests();
Answer usage_capped(Generation generation);
Answer credits_depleted();
Answer client_not_enrolled(Generation generation, const std::string& client_id);
Answer missing_scope();
Answer unauthorized();

// Elements of `errors` next to `data`.
struct ResourceProblem {
  Generation generation;
  std::string resource_type, parameter, id, section;
};
nlohmann::json resource_not_found(const ResourceProblem& problem);
nlohmann::json resource_unauthorized(const ResourceProblem& problem);
nlohmann::json field_unauthorized(Generation generation, const std::string& field, const std::string& id);

}  // namespace sandbox
