#include "sandbox/problem.hpp"

#include <nlohmann/json.hpp>

#include "sandbox/json_text.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

Answer answer_of(int status, const json& body) {
  Answer answer;
  answer.status = status;
  answer.body = json_text(body);
  answer.type = "application/problem+json; charset=utf-8";
  return answer;
}

json resource_base(const ResourceProblem& problem) {
  return {{"resource_type", problem.resource_type},
          {"parameter", problem.parameter},
          {"resource_id", problem.id},
          {"value", problem.id}};
}

std::string shown_type(const std::string& type) {
  std::string out = type;
  out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out;
}

}  // namespace

std::string problem_type(std::string_view name, Generation generation) {
  const char* host = generation == Generation::old_names ? "https://api.twitter.com" : "https://api.x.com";
  return host + std::string("/2/problems/") + std::string(name);
}

Answer plain_problem(int status, std::string_view title, std::string_view detail) {
  return answer_of(status,
                   {{"title", title}, {"detail", detail}, {"type", "about:blank"}, {"status", status}});
}

Answer invalid_request(Generation generation, const std::string& message, const std::string& parameter,
                       const std::vector<std::string>& values) {
  return answer_of(400, {{"errors", {{{"parameters", {{parameter, values}}}, {"message", message}}}},
                         {"title", "Invalid Request"},
                         {"detail", "One or more parameters to your request was invalid."},
                         {"type", problem_type("invalid-request", generation)},
                         {"status", 400}});
}

Answer too_many_requests() { return plain_problem(429, "Too Many Requests", "Too Many Requests"); }

Answer usage_capped(Generation generation) {
  return answer_of(429, {{"title", "UsageCapExceeded"},
                         {"detail", "Usage cap exceeded: Monthly product cap"},
                         {"type", problem_type("usage-capped", generation)},
                         {"period", "Monthly"},
                         {"scope", "Product"},
                         {"status", 429}});
}

Answer credits_depleted() {
  return answer_of(402, {{"title", "CreditsDepleted"},
                         {"detail", "The enrolled account has no credits to fulfill this request."},
                         {"type", problem_type("credits-depleted", Generation::new_names)},
                         {"status", 402}});
}

Answer client_not_enrolled(Generation generation, const std::string& client_id) {
  return answer_of(403, {{"title", "Client Forbidden"},
                         {"detail", "This endpoint needs keys of an app that is attached to a project."},
                         {"client_id", client_id},
                         {"reason", "client-not-enrolled"},
                         {"registration_url", "https://developer.x.com/en/docs/projects/overview"},
                         {"required_enrollment", "Appropriate Level of API Access"},
                         {"type", problem_type("client-forbidden", generation)},
                         {"status", 403}});
}

Answer missing_scope() { return plain_problem(403, "Forbidden", "Forbidden"); }
Answer unauthorized() { return plain_problem(401, "Unauthorized", "Unauthorized"); }

json resource_not_found(const ResourceProblem& problem) {
  json out = resource_base(problem);
  out["title"] = "Not Found Error";
  out["detail"] =
      "Could not find " + problem.resource_type + " with " + problem.parameter + ": [" + problem.id + "].";
  out["type"] = problem_type("resource-not-found", problem.generation);
  return out;
}

json resource_unauthorized(const ResourceProblem& problem) {
  json out = resource_base(problem);
  out["title"] = "Authorization Error";
  out["section"] = problem.section;
  out["detail"] = "Sorry, you are not authorized to see the " + shown_type(problem.resource_type) + " with " +
                  problem.parameter + ": [" + problem.id + "].";
  out["type"] = problem_type("not-authorized-for-resource", problem.generation);
  return out;
}

json field_unauthorized(Generation generation, const std::string& field, const std::string& id) {
  json out = resource_base({generation, "tweet", field, id, "data"});
  out["title"] = "Field Authorization Error";
  out["section"] = "data";
  out["detail"] =
      "Sorry, you are not authorized to access '" + field + "' on the Tweet with id : [" + id + "].";
  out["type"] = problem_type("not-authorized-for-field", generation);
  return out;
}

}  // namespace sandbox
