#include "control.hpp"

#include <stdexcept>

#include "orders.hpp"
#include "service.hpp"
#include "truth.hpp"

namespace github_stand_in {
namespace {

constexpr std::string_view kPrefix = "/_control/";
constexpr std::string_view kTruth = "truth/";
constexpr int kPatienceMs = 20'000;

Json route_patterns() {
  Json patterns = Json::array();
  for (const Route& route : routes()) patterns.push_back(route.pattern);
  return patterns;
}

Json carried_out(Service& service, const Call& call, const std::string& name) {
  if (name == "holding") return {{"holding", service.faults.wait_held(kPatienceMs)}};
  if (call.method == "DELETE" && name == "faults") {
    service.faults.clear();
    return Json::object();
  }
  if (call.method == "GET") return question(service, name);
  return order(service, name, call.body.empty() ? Json::object() : Json::parse(call.body));
}

Reply failed(int status, const char* what) {
  Reply reply;
  reply.status = status;
  reply.body = Json{{"error", what}}.dump();
  return reply;
}

}  // namespace

Json order(Service& service, const std::string& name, const Json& what) {
  const auto found = orders().find(name);
  if (found == orders().end()) throw std::out_of_range("there is no order " + name);
  const std::lock_guard lock(service.mutex);
  return found->second(service, what);
}

Json question(Service& service, const std::string& name) {
  const std::lock_guard lock(service.mutex);
  if (name == "counters") return service.counters.json();
  if (name == "requests") return service.counters.requests();
  if (name == "routes") return route_patterns();
  if (name == "me") return {{"id", std::to_string(service.world.me)}};
  if (name == "clock") return {{"now", service.now()}};
  if (name.starts_with(kTruth))
    return {{"ids", truth(service.world, name.substr(kTruth.size()), service.now())}};
  throw std::out_of_range("there is no question " + name);
}

bool is_control(const Call& call) { return call.path.starts_with(kPrefix); }

Reply control(Service& service, const Call& call) {
  try {
    Reply reply;
    reply.body = carried_out(service, call, call.path.substr(kPrefix.size())).dump();
    return reply;
  } catch (const std::out_of_range& error) {
    return failed(404, error.what());
  } catch (const std::exception& error) {
    return failed(400, error.what());
  }
}

}  // namespace github_stand_in
