#include "orders.hpp"

#include <algorithm>
#include <stdexcept>

#include "service.hpp"

namespace github_stand_in {
namespace {

Json token(Service& service, const Json& order) {
  std::vector<std::string> scopes = order.value(
      "scopes",
      std::vector<std::string>{"repo", "read:user", "user:follow", "read:org", "gist", "notifications"});
  const Token given = service.issue(std::move(scopes), order.value("fine_grained", false));
  return {{"token", given.value}};
}

Json revoke_tokens(Service& service, const Json&) {
  service.revoke_tokens();
  return Json::object();
}

Json set_limits(Service& service, const Json& order) {
  if (order.contains("core")) service.core.set(order["core"]);
  if (order.contains("search")) service.search.set(order["search"]);
  if (order.contains("core_left")) service.core.leave(order["core_left"], service.now());
  if (order.contains("search_left")) service.search.leave(order["search_left"], service.now());
  return Json::object();
}

Json move_clock(Service& service, const Json& order) {
  service.advance(order.value("advance", Time{0}));
  return {{"now", service.now()}};
}

Json plan_device(Service& service, const Json& order) {
  DeviceFlow::Plan plan;
  plan.pending = order.value("pending", plan.pending);
  plan.slow_down_at = order.value("slow_down_at", plan.slow_down_at);
  plan.end = order.value("end", plan.end);
  service.device.plan(plan);
  return Json::object();
}

Json add_fault(Service& service, const Json& order) {
  return {{"id", service.faults.add(loopback::fault_of(nlohmann::json::parse(order.dump())))}};
}

Json reset_counters(Service& service, const Json&) {
  service.counters.reset();
  return Json::object();
}

Json change_person(Service& service, const Json& order) {
  World& world = service.world;
  User& user = world.users.at(order.contains("id") ? id_in(order, "id") : world.me);
  user.login = order.value("login", user.login);
  user.name = order.value("name", user.name);
  user.bio = order.value("bio", user.bio);
  user.updated = service.now();
  return id_answer(user.id);
}

std::deque<Id>& circle(Service& service, const Json& order) {
  const std::string direction = order.value("direction", "following");
  if (direction != "following" && direction != "followers") throw std::invalid_argument("direction");
  return direction == "following" ? service.world.following : service.world.followers;
}

Json follow(Service& service, const Json& order) {
  const Id id = service.world.add_user("new-" + service.world.hex(6)).id;
  circle(service, order).push_front(id);
  return id_answer(id);
}

Json unfollow(Service& service, const Json& order) {
  const Id id = id_in(order, "id");
  if (std::erase(circle(service, order), id) == 0) throw std::invalid_argument("does not follow");
  return id_answer(id);
}

Json leave_organization(Service& service, const Json& order) {
  const Id id = id_in(order, "id");
  if (std::erase(service.world.organizations_of_me, id) == 0) throw std::invalid_argument("not a member");
  return id_answer(id);
}

}  // namespace

Id id_in(const Json& order, const char* name) {
  const Json& value = order.at(name);
  return value.is_string() ? std::stoll(value.get<std::string>()) : value.get<Id>();
}

Json id_answer(Id id) { return {{"id", std::to_string(id)}}; }

const std::map<std::string, Order>& orders() {
  static const std::map<std::string, Order> all = [] {
    std::map<std::string, Order> made = {
        {"token", token},
        {"revoke_tokens", revoke_tokens},
        {"limits", set_limits},
        {"clock", move_clock},
        {"device", plan_device},
        {"fault", add_fault},
        {"person", change_person},
        {"follow", follow},
        {"unfollow", unfollow},
        {"leave_organization", leave_organization},
        {"counters/reset", reset_counters},
    };
    made.insert(orders_of_repositories().begin(), orders_of_repositories().end());
    made.insert(orders_of_talk().begin(), orders_of_talk().end());
    return made;
  }();
  return all;
}

}  // namespace github_stand_in
